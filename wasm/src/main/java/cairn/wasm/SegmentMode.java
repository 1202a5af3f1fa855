package cairn.wasm;

/** When a segment is used. */
public enum SegmentMode {
  /** Copied when the module is instantiated. */
  ACTIVE,
  /** Copied by instructions. */
  PASSIVE,
  /** Only declares functions that are referred to; elements only. */
  DECLARATIVE
}
