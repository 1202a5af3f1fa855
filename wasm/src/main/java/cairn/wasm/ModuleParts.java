package cairn.wasm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What has been read of a module so far: filled by the readers of its sections. One thread. */
final class ModuleParts {
  final byte[] bytes;
  final TypeTable types = new TypeTable();
  final List<Import> imports = new ArrayList<>();
  final List<Export> exports = new ArrayList<>();
  OptionalInt start = OptionalInt.empty();
  int importedFunctions;
  final IntList functionTypes = new IntList();
  int[] bodyStarts = {};
  int[] bodyEnds = {};
  final List<TableType> tables = new ArrayList<>();
  final List<Optional<ConstantExpression>> tableInitialisers = new ArrayList<>();
  final List<MemoryType> memories = new ArrayList<>();
  final List<GlobalType> globals = new ArrayList<>();
  final List<ConstantExpression> globalInitialisers = new ArrayList<>();
  final List<Tag> tags = new ArrayList<>();
  final List<ElementSegment> elements = new ArrayList<>();
  final List<DataSegment> data = new ArrayList<>();
  OptionalInt dataCount = OptionalInt.empty();
  final BitSet declaredFunctions = new BitSet();
  Optional<ByteRange> names = Optional.empty();

  ModuleParts(byte[] bytes) {
    this.bytes = bytes;
  }
}
