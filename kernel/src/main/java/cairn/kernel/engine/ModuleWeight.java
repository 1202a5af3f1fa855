package cairn.kernel.engine;

import cairn.kernel.LoadFault;

/**
 * Estimates the heap that the engine takes for a parsed module, from what the scan has counted, and
 * refuses what is too much. The figures were measured on Chicory 1.7.5 and rounded up. Confined to
 * one scan.
 */
final class ModuleWeight {
  private static final int MODULE = 8 << 10;
  private static final int INSTRUCTION = 120;
  private static final int TARGET = 40;
  private static final int LOCAL = 8;
  private static final int LOCAL_GROUP = 48;
  private static final int VALUE_TYPE = 48;
  private static final int TYPE = 400;
  private static final int FUNCTION = 250;
  private static final int NAMED = 400;
  private static final int GLOBAL = 250;
  private static final int ELEMENT = 144;
  private static final int SEGMENT = 300;

  /** What an instruction takes besides while its function is parsed. */
  private static final int INSTRUCTION_PARSED = 200;

  /** How many copies of a section there are while it is parsed. */
  private static final int COPIES = 3;

  private final long limit;
  private long bytes = MODULE;
  private long passing;
  private String section = "";
  private long before;
  private String heaviest = "";
  private long most;

  ModuleWeight(long limit) {
    this.limit = limit;
  }

  /** A section begins. */
  void begin(String name, long length) {
    section = name;
    before = bytes;
    // Code and data are handed over in pieces.
    boolean inPieces = name.equals("code") || name.equals("data") || name.equals("custom");
    if (!inPieces) passing = Math.max(passing, COPIES * length);
  }

  void add(long more) {
    bytes += more;
    if (bytes > limit) throw refusal();
  }

  void type(int values) {
    add(TYPE + (long) VALUE_TYPE * values);
  }

  void named(int length) {
    add(NAMED + 4L * length);
  }

  void function() {
    add(FUNCTION);
  }

  void global() {
    add(GLOBAL);
  }

  void segment() {
    add(SEGMENT);
  }

  void element() {
    add(ELEMENT);
  }

  void instructions(long count) {
    add(INSTRUCTION * count);
  }

  void body(int locals, int groups, long instructions, int targets) {
    add(
        INSTRUCTION * instructions
            + (long) LOCAL * locals
            + (long) LOCAL_GROUP * groups
            + (long) TARGET * targets);
    passing = Math.max(passing, INSTRUCTION_PARSED * instructions + (long) TARGET * targets);
  }

  /** A section is over. */
  void check() {
    long here = bytes - before;
    if (here > most) {
      most = here;
      heaviest = section;
    }
    if (peak() > limit) throw refusal();
  }

  private ModuleReader.Refusal refusal() {
    return new ModuleReader.Refusal(
        new LoadFault.TooCostly(
            bytes - before >= most ? section : heaviest,
            LoadFault.TooCostly.Cost.MEMORY,
            Math.max(bytes, peak()),
            limit),
        -1);
  }

  /** Bytes that stay. */
  long bytes() {
    return bytes;
  }

  /** Bytes at the most, while it is parsed. */
  long peak() {
    return bytes + passing;
  }
}
