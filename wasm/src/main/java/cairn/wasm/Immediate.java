package cairn.wasm;

/**
 * What follows an opcode in the binary format, in order; {@link InstructionReader} says which of
 * its getters hold it.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/instructions.html">Instructions</a>
 */
public enum Immediate {
  NONE,
  /** A block type. */
  BLOCK,
  /** A relative depth. */
  LABEL,
  /** The targets of br_table, the default last. */
  LABELS,
  FUNCTION,
  /** A type and a table. */
  TYPE_TABLE,
  TYPE,
  /** A list of value types. */
  VALUE_TYPES,
  /** A block type and catch clauses. */
  TRY_TABLE,
  LOCAL,
  GLOBAL,
  TABLE,
  TAG,
  /** Alignment, memory and offset. */
  MEMORY_ARGUMENT,
  /** A memory argument and a lane. */
  MEMORY_LANE,
  MEMORY,
  /** The memory written and the memory read. */
  MEMORY_MEMORY,
  DATA,
  /** A data segment and a memory. */
  DATA_MEMORY,
  ELEMENT,
  /** An element segment and a table. */
  ELEMENT_TABLE,
  /** The table written and the table read. */
  TABLE_TABLE,
  I32,
  I64,
  /** The bits of a float. */
  F32,
  /** The bits of a double. */
  F64,
  V128,
  LANE,
  /** Sixteen lanes. */
  SHUFFLE,
  HEAP_TYPE,
  /** A structure type and a field of it. */
  TYPE_FIELD,
  /** An array type and a number of elements. */
  TYPE_COUNT,
  /** An array type and a data segment. */
  TYPE_DATA,
  /** An array type and an element segment. */
  TYPE_ELEMENT,
  /** The array type written and the array type read. */
  TYPE_TYPE,
  /** Whether each type may be null, a label, the type from and the type to. */
  CAST_BRANCH,
  /** The reserved byte of atomic.fence. */
  FENCE
}
