package cairn.kernel.engine;

import static cairn.kernel.engine.ValueTypes.ANY;
import static cairn.kernel.engine.ValueTypes.F32;
import static cairn.kernel.engine.ValueTypes.F64;
import static cairn.kernel.engine.ValueTypes.FUNCREF;
import static cairn.kernel.engine.ValueTypes.I32;
import static cairn.kernel.engine.ValueTypes.I64;

import java.util.Arrays;

/**
 * Validates the bodies of functions while {@link CodeScan} walks over them, by the algorithm of the
 * specification (WebAssembly, appendix "Validation Algorithm"). The engine's own validator can
 * neither be ended nor bounded: a block or call of a thousand values costs it a thousand steps each
 * time, and every fault an exception. Here a list of values is compared and moved as one range of
 * bytes, the first fault is the last, and the scan looks up in between. One for all bodies of a
 * module; confined to one scan.
 *
 * <p>Longer than others, because it has every instruction.
 *
 * <p>Long because the instructions that need rules of their own are many.
 */
final class BodyCheck implements CodeScan.Watcher {
  /** Values at once in one function. */
  static final int MAX_OPERANDS = 1_000_000;

  /** Values that are compared or moved in the time that an instruction takes otherwise. */
  private static final int VALUES_IN_A_STEP = 16;

  private static final byte[] NONE = {};
  private static final byte[][] ONE = new byte[128][];

  static {
    for (int type = 0; type < ONE.length; type++) ONE[type] = new byte[] {(byte) type};
  }

  private final Declarations in;
  private final CodeScan scan;

  /** Parameters and locals of the function at hand. */
  private byte[] locals = NONE;

  private int localCount;
  private byte[] stack = new byte[256];
  private int height;
  private final Frame[] frames = new Frame[CodeScan.MAX_DEPTH + 2];
  private int depth;
  private long steps;

  /** A block that is open. {@code opcode}: what it began with; 0: the function. */
  private static final class Frame {
    int opcode;
    byte[] parameters = NONE;
    byte[] results = NONE;
    int height;
    boolean unreachable;

    byte[] ofLabel() {
      return opcode == 0x03 ? parameters : results;
    }
  }

  BodyCheck(Declarations in, CodeScan scan) {
    this.in = in;
    this.scan = scan;
  }

  /** About as many steps as an instruction of few values takes, over all bodies so far. */
  long steps() {
    return steps;
  }

  /** Reads one body after its locals. */
  void read(Declarations.Type type, byte[] itsLocals, int count, ModuleReader reader) {
    locals = itsLocals;
    localCount = count;
    height = 0;
    depth = 0;
    open(0, NONE, type.results());
    scan.body(reader, this);
  }

  // ---- the stacks

  private Frame frame() {
    return frames[depth - 1];
  }

  private void open(int opcode, byte[] parameters, byte[] results) {
    var frame = frames[depth];
    if (frame == null) frames[depth] = frame = new Frame();
    depth++;
    frame.opcode = opcode;
    frame.parameters = parameters;
    frame.results = results;
    frame.height = height;
    frame.unreachable = false;
    push(parameters);
  }

  private Frame close() {
    var frame = frame();
    pop(frame.results);
    if (height != frame.height)
      throw refuse("a block ends with " + (height - frame.height) + " values too many");
    depth--;
    return frame;
  }

  private void push(byte type) {
    if (height == stack.length) room(1);
    stack[height++] = type;
  }

  private void push(byte[] types) {
    steps += types.length / VALUES_IN_A_STEP;
    room(types.length);
    System.arraycopy(types, 0, stack, height, types.length);
    height += types.length;
  }

  private void room(int more) {
    int needed = height + more;
    if (needed > MAX_OPERANDS)
      throw refuse("a function has more than " + MAX_OPERANDS + " values at once");
    if (needed > stack.length) stack = Arrays.copyOf(stack, Math.max(needed, 2 * stack.length));
  }

  private byte pop() {
    var frame = frame();
    if (height > frame.height) return stack[--height];
    if (frame.unreachable) return ANY;
    throw refuse(instruction() + " needs a value, and there is none");
  }

  private void pop(byte wanted) {
    var frame = frame();
    if (height == frame.height) {
      if (frame.unreachable) return;
      throw refuse(instruction() + " needs an " + ValueTypes.word(wanted) + ", and there is none");
    }
    byte found = stack[--height];
    if (found != wanted && found != ANY) throw mismatch(wanted, found);
  }

  private void pop(byte[] wanted) {
    steps += wanted.length / VALUES_IN_A_STEP;
    var frame = frame();
    int there = Math.min(height - frame.height, wanted.length);
    if (there < wanted.length && !frame.unreachable)
      throw refuse(instruction() + " needs " + wanted.length + " values, and there are " + there);
    // In code that is never reached those below are whatever is wanted.
    int missing = wanted.length - there;
    int base = height - there;
    for (int from = 0; from < there; from++) {
      int differs =
          Arrays.mismatch(stack, base + from, height, wanted, missing + from, wanted.length);
      if (differs < 0) break;
      from += differs;
      if (stack[base + from] != ANY) throw mismatch(wanted[missing + from], stack[base + from]);
    }
    height = base;
  }

  private void unreachable() {
    height = frame().height;
    frame().unreachable = true;
  }

  private String instruction() {
    return ValueTypes.instruction(opcode, scan.sub());
  }

  private ModuleReader.Refusal mismatch(byte wanted, byte found) {
    return refuse(
        instruction()
            + " needs an "
            + ValueTypes.word(wanted)
            + " and finds an "
            + ValueTypes.word(found));
  }

  private ModuleReader.Refusal refuse(String what) {
    return ModuleReader.refuse(what, scan.at());
  }

  // ---- the instructions

  private int opcode;

  @Override
  public void after(int opcode, ModuleReader reader) {
    this.opcode = opcode;
    steps++;
    if (opcode >= 0x45) numeric(opcode);
    else if (opcode >= 0x28) memory(opcode);
    else control(opcode);
  }

  private void control(int opcode) {
    switch (opcode) {
      case 0x00 -> unreachable();
      case 0x01 -> {}
      case 0x02, 0x03 -> block(opcode);
      case 0x04 -> {
        pop(I32);
        block(opcode);
      }
      case 0x05 -> {
        var frame = close();
        if (frame.opcode != 0x04) throw refuse("an else belongs to no if");
        open(0x05, frame.parameters, frame.results);
      }
      case 0x0b -> {
        var frame = close();
        if (frame.opcode == 0x04 && !Arrays.equals(frame.parameters, frame.results))
          throw refuse("an if without an else does not leave the values that it says");
        if (depth > 0) push(frame.results);
      }
      case 0x0c -> {
        pop(label(scan.first()));
        unreachable();
      }
      case 0x0d -> {
        pop(I32);
        var types = label(scan.first());
        pop(types);
        push(types);
      }
      case 0x0e -> branchTable();
      case 0x0f -> {
        pop(frames[0].results);
        unreachable();
      }
      case 0x10 -> call(in.typeOfFunction(scan.first(), scan.at()));
      case 0x11 -> call(indirect());
      case 0x12 -> tailCall(in.typeOfFunction(scan.first(), scan.at()));
      case 0x13 -> tailCall(indirect());
      case 0x1a -> pop();
      case 0x1b -> select();
      case 0x1c -> {
        byte type = (byte) scan.first();
        pop(I32);
        pop(type);
        pop(type);
        push(type);
      }
      case 0x20 -> push(local());
      case 0x21 -> pop(local());
      case 0x22 -> {
        pop(local());
        push(local());
      }
      case 0x23 -> push(in.typeOfGlobal(scan.first(), scan.at()));
      case 0x24 -> {
        byte type = in.typeOfGlobal(scan.first(), scan.at());
        if (!in.isMutable(scan.first()))
          throw refuse("it changes global " + scan.first() + ", which is a constant");
        pop(type);
      }
      case 0x25 -> {
        byte type = in.typeOfTable(scan.first(), scan.at());
        pop(I32);
        push(type);
      }
      case 0x26 -> {
        pop(in.typeOfTable(scan.first(), scan.at()));
        pop(I32);
      }
      default -> throw unknown();
    }
  }

  private void block(int opcode) {
    long type = scan.first();
    if (type < 0) {
      open(opcode, NONE, type == -64 ? NONE : ONE[(int) (type + 128)]);
      return;
    }
    var of = in.type(type, scan.at());
    checkReadable(type, of);
    pop(of.parameters());
    open(opcode, of.parameters(), of.results());
  }

  /**
   * The engine's parser takes the numbers of a few types for those of value types, which are
   * negative: it must not be given such a block unless that comes to the same.
   */
  private void checkReadable(long type, Declarations.Type of) {
    boolean same =
        switch ((int) Math.min(type, 128)) {
          case 0x40 -> of.isOfStart();
          case 0x7f, 0x7e, 0x7d, 0x7c, 0x70, 0x6f ->
              of.parameters().length == 0 && Arrays.equals(of.results(), ONE[(int) type]);
          default -> type < 0x63 || type > 0x7f;
        };
    if (!same)
      throw refuse("it has a block of type " + type + ", a number that Cairn cannot read there");
  }

  private byte[] label(long label) {
    if (label >= depth)
      throw refuse("it branches out of " + label + " blocks and is in " + (depth - 1));
    return frames[depth - 1 - (int) label].ofLabel();
  }

  private void branchTable() {
    pop(I32);
    int last = scan.labelCount() - 1;
    byte[] ofDefault = label(scan.label(last));
    byte[] checked = ofDefault;
    for (int i = 0; i < last; i++) {
      byte[] types = label(scan.label(i));
      if (Arrays.equals(types, checked)) continue;
      if (types.length != ofDefault.length)
        throw refuse("a br_table leads to blocks of different numbers of values");
      checked = types;
      // What comes out of code that is never reached stays as open as it was.
      var frame = frame();
      int before = height;
      pop(types);
      if (frame.unreachable) height = before;
      else push(types);
    }
    pop(ofDefault);
    unreachable();
  }

  private void call(Declarations.Type type) {
    pop(type.parameters());
    push(type.results());
  }

  private void tailCall(Declarations.Type type) {
    pop(type.parameters());
    if (!Arrays.equals(type.results(), frames[0].results))
      throw refuse("a tail call leaves other values than its function");
    unreachable();
  }

  private Declarations.Type indirect() {
    if (in.typeOfTable(scan.second(), scan.at()) != FUNCREF)
      throw refuse("it calls through a table that has no functions");
    pop(I32);
    return in.type(scan.first(), scan.at());
  }

  private void select() {
    pop(I32);
    byte second = pop();
    byte first = pop();
    if (ValueTypes.isReference(first) || ValueTypes.isReference(second))
      throw refuse("a select without a type is between references");
    if (first != second && first != ANY && second != ANY) throw mismatch(first, second);
    push(first == ANY ? second : first);
  }

  private byte local() {
    long index = scan.first();
    if (index >= localCount)
      throw refuse("it uses local " + index + " in a function that has " + localCount);
    return locals[(int) index];
  }

  private void memory(int opcode) {
    if (opcode >= 0x41) {
      push(opcode == 0x41 ? I32 : opcode == 0x42 ? I64 : opcode == 0x43 ? F32 : F64);
      return;
    }
    in.checkMemory(scan.at());
    switch (opcode) {
      case 0x3f -> push(I32);
      case 0x40 -> change(I32, I32);
      case 0x28 -> load(I32, 2);
      case 0x29 -> load(I64, 3);
      case 0x2a -> load(F32, 2);
      case 0x2b -> load(F64, 3);
      case 0x2c, 0x2d -> load(I32, 0);
      case 0x2e, 0x2f -> load(I32, 1);
      case 0x30, 0x31 -> load(I64, 0);
      case 0x32, 0x33 -> load(I64, 1);
      case 0x34, 0x35 -> load(I64, 2);
      case 0x36 -> store(I32, 2);
      case 0x37 -> store(I64, 3);
      case 0x38 -> store(F32, 2);
      case 0x39 -> store(F64, 3);
      case 0x3a -> store(I32, 0);
      case 0x3b -> store(I32, 1);
      case 0x3c -> store(I64, 0);
      case 0x3d -> store(I64, 1);
      case 0x3e -> store(I64, 2);
      default -> throw unknown();
    }
  }

  private void load(byte type, int natural) {
    align(natural);
    change(I32, type);
  }

  private void store(byte type, int natural) {
    align(natural);
    pop(type);
    pop(I32);
  }

  private void align(int natural) {
    if (scan.first() > natural)
      throw refuse(instruction() + " is aligned to more than what it reads or writes");
  }

  private void change(byte from, byte to) {
    pop(from);
    push(to);
  }

  private void combine(byte from, byte to) {
    pop(from);
    pop(from);
    push(to);
  }

  private void numeric(int opcode) {
    if (opcode == 0x45) change(I32, I32);
    else if (opcode <= 0x4f) combine(I32, I32);
    else if (opcode == 0x50) change(I64, I32);
    else if (opcode <= 0x5a) combine(I64, I32);
    else if (opcode <= 0x60) combine(F32, I32);
    else if (opcode <= 0x66) combine(F64, I32);
    else if (opcode <= 0x69) change(I32, I32);
    else if (opcode <= 0x78) combine(I32, I32);
    else if (opcode <= 0x7b) change(I64, I64);
    else if (opcode <= 0x8a) combine(I64, I64);
    else if (opcode <= 0x91) change(F32, F32);
    else if (opcode <= 0x98) combine(F32, F32);
    else if (opcode <= 0x9f) change(F64, F64);
    else if (opcode <= 0xa6) combine(F64, F64);
    else other(opcode);
  }

  private void other(int opcode) {
    switch (opcode) {
      case 0xa7 -> change(I64, I32);
      case 0xa8, 0xa9, 0xbc -> change(F32, I32);
      case 0xaa, 0xab -> change(F64, I32);
      case 0xac, 0xad -> change(I32, I64);
      case 0xae, 0xaf -> change(F32, I64);
      case 0xb0, 0xb1, 0xbd -> change(F64, I64);
      case 0xb2, 0xb3, 0xbe -> change(I32, F32);
      case 0xb4, 0xb5 -> change(I64, F32);
      case 0xb6 -> change(F64, F32);
      case 0xb7, 0xb8 -> change(I32, F64);
      case 0xb9, 0xba, 0xbf -> change(I64, F64);
      case 0xbb -> change(F32, F64);
      case 0xc0, 0xc1 -> change(I32, I32);
      case 0xc2, 0xc3, 0xc4 -> change(I64, I64);
      case 0xd0 -> push((byte) scan.first());
      case 0xd1 -> {
        byte found = pop();
        if (found != ANY && !ValueTypes.isReference(found)) throw mismatch(FUNCREF, found);
        push(I32);
      }
      case 0xd2 -> {
        in.checkReferable(scan.first(), scan.at());
        push(FUNCREF);
      }
      case 0xfc -> miscellaneous(scan.sub());
      case 0xfe -> atomic(scan.sub());
      default -> throw unknown();
    }
  }

  private void miscellaneous(int sub) {
    int at = scan.at();
    switch (sub) {
      case 0, 1 -> change(F32, I32);
      case 2, 3 -> change(F64, I32);
      case 4, 5 -> change(F32, I64);
      case 6, 7 -> change(F64, I64);
      case 8 -> {
        in.checkMemory(at);
        in.checkData(scan.first(), at);
        three(I32);
      }
      case 9 -> in.checkData(scan.first(), at);
      case 10, 11 -> {
        in.checkMemory(at);
        three(I32);
      }
      case 12 -> {
        if (in.typeOfElements(scan.first(), at) != in.typeOfTable(scan.second(), at))
          throw refuse("table.init is between a segment and a table of different types");
        three(I32);
      }
      case 13 -> in.typeOfElements(scan.first(), at);
      case 14 -> {
        if (in.typeOfTable(scan.first(), at) != in.typeOfTable(scan.second(), at))
          throw refuse("table.copy is between tables of different types");
        three(I32);
      }
      case 15 -> {
        byte type = in.typeOfTable(scan.first(), at);
        pop(I32);
        pop(type);
        push(I32);
      }
      case 16 -> {
        in.typeOfTable(scan.first(), at);
        push(I32);
      }
      case 17 -> {
        byte type = in.typeOfTable(scan.first(), at);
        pop(I32);
        pop(type);
        pop(I32);
      }
      default -> throw unknown();
    }
  }

  private void three(byte type) {
    pop(type);
    pop(type);
    pop(type);
  }

  private void atomic(int sub) {
    if (sub == 3) return;
    in.checkMemory(scan.at());
    switch (sub) {
      case 0 -> {
        exactly(2);
        combine(I32, I32);
      }
      case 1, 2 -> {
        exactly(sub + 1);
        pop(I64);
        pop(sub == 1 ? I32 : I64);
        pop(I32);
        push(I32);
      }
      default -> atomicAccess((sub - 0x10) / 7, (sub - 0x10) % 7);
    }
  }

  /**
   * @param kind 0 load, 1 store, 8 compare and exchange, else read, change and write
   * @param width which of the seven: i32 and i64 whole, i32 of 8 and 16, i64 of 8, 16 and 32 bits
   */
  private void atomicAccess(int kind, int width) {
    byte type = width == 0 || width == 2 || width == 3 ? I32 : I64;
    exactly(
        switch (width) {
          case 0, 6 -> 2;
          case 1 -> 3;
          case 2, 4 -> 0;
          default -> 1;
        });
    if (kind == 8) pop(type);
    if (kind != 0) pop(type);
    pop(I32);
    if (kind != 1) push(type);
  }

  private void exactly(int natural) {
    if (scan.first() != natural) throw refuse(instruction() + " is not aligned to what it changes");
  }

  /** The scan lets nothing else pass. */
  private IllegalStateException unknown() {
    return new IllegalStateException("instruction 0x" + Integer.toHexString(opcode));
  }
}
