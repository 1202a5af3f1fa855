package cairn.wasm;

import java.util.Optional;

/**
 * A data segment.
 *
 * @param mode when it is used
 * @param memory what an active one is copied into
 * @param offset where an active one is copied to; present just for those
 * @param bytes its content, a part of the module's bytes
 */
public record DataSegment(
    SegmentMode mode, int memory, Optional<ConstantExpression> offset, ByteRange bytes) {}
