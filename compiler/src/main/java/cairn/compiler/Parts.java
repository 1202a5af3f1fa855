package cairn.compiler;

import java.lang.classfile.Label;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of a function that is too large for one JVM method. A part is a method that gets the
 * frame, the instance and an entry: the place to begin at. It returns the entry at which to go on,
 * which may be in any part; a loop in the function's own method calls one part after the other. So
 * there may be any number of parts, and a part may begin and end between any two instructions.
 *
 * <p>Between parts all variables are in the frame, operands at their homes.
 */
final class Parts {
  /** What a part returns when the results are at the homes of the first operands. */
  static final int RETURN = -1;

  /** What a part returns when the instance knows a function to call in this one's place. */
  static final int TAIL_CALL = -2;

  /**
   * What a part returns when the function is to begin again with operands in the transfer arrays.
   */
  static final int RESTART = -3;

  /** No part has more bytes, so that jumps of 16 bits reach everywhere in it. */
  static final int MAXIMUM_BYTES = 28_000;

  /** A place in the current part where it can begin. */
  record Entry(int number, Label label, int height, List<JvmType> kept) {}

  private final int softLimit;
  private final List<Entry> current = new ArrayList<>();
  private int[] partOf = new int[16];
  private int entries;
  private int part = -1;

  /** With the bytes after which a part ends, where no loop began in it. */
  Parts(int softLimit) {
    this.softLimit = Math.min(softLimit, MAXIMUM_BYTES / 4);
  }

  void begin() {
    part++;
    current.clear();
  }

  /** The number of the current part. */
  int part() {
    return part;
  }

  int count() {
    return part + 1;
  }

  /** A new entry, in a part that is not known yet. */
  int newEntry() {
    if (entries == partOf.length) partOf = Arrays.copyOf(partOf, entries * 2);
    partOf[entries] = -1;
    return entries++;
  }

  /** Says that an entry is in the current part. */
  void here(int number, Label label, int height, List<JvmType> kept) {
    partOf[number] = part;
    current.add(new Entry(number, label, height, kept));
  }

  /** The entries of the current part. */
  List<Entry> current() {
    return current;
  }

  /** For each entry its part; -1 for entries that nothing goes to. */
  int[] partOfEntries() {
    return Arrays.copyOf(partOf, entries);
  }

  /**
   * Whether the part should end before the next instruction.
   *
   * @param bytes of the part, if it ended here
   * @param next bytes of the next instruction, at most
   * @param openLoops loops that began in this part and have not ended: they had better stay whole
   */
  boolean isFull(int bytes, int next, int openLoops) {
    if (bytes > softLimit * (1 + Math.min(openLoops, 2))) return true;
    return bytes + next > MAXIMUM_BYTES;
  }
}
