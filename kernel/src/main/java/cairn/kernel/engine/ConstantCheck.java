package cairn.kernel.engine;

/**
 * Validates a constant expression (WebAssembly 3.4.1), with the arithmetic of extended constant
 * expressions. Used once.
 */
final class ConstantCheck implements CodeScan.Watcher {
  private static final int MOST = 64;

  private final Declarations in;
  private final CodeScan scan;
  private final byte[] stack = new byte[MOST];
  private int height;

  private ConstantCheck(Declarations in, CodeScan scan) {
    this.in = in;
    this.scan = scan;
  }

  /** Reads an expression whose value must be of this type. */
  static void read(Declarations in, CodeScan scan, ModuleReader reader, byte wanted) {
    int at = reader.position();
    var check = new ConstantCheck(in, scan);
    scan.expression(reader, check);
    if (check.height != 1 || check.stack[0] != wanted)
      throw ModuleReader.refuse(
          "it has a constant that is not one value of type " + ValueTypes.word(wanted), at);
  }

  @Override
  public void after(int opcode, ModuleReader reader) {
    switch (opcode) {
      case 0x0b -> {}
      case 0x41 -> push(ValueTypes.I32);
      case 0x42 -> push(ValueTypes.I64);
      case 0x43 -> push(ValueTypes.F32);
      case 0x44 -> push(ValueTypes.F64);
      case 0x6a, 0x6b, 0x6c -> combine(ValueTypes.I32);
      case 0x7c, 0x7d, 0x7e -> combine(ValueTypes.I64);
      case 0x23 -> {
        byte type = in.typeOfGlobal(scan.first(), scan.at());
        if (in.isMutable(scan.first()))
          throw ModuleReader.refuse("it has a constant that depends on a variable", scan.at());
        push(type);
      }
      case 0xd0 -> push((byte) scan.first());
      case 0xd2 -> {
        in.refer(scan.first(), scan.at());
        push(ValueTypes.FUNCREF);
      }
      default ->
          throw ModuleReader.refuse(
              "it has a constant with "
                  + ValueTypes.instruction(opcode, scan.sub())
                  + " in it, which is not constant",
              scan.at());
    }
  }

  private void push(byte type) {
    if (height == MOST)
      throw ModuleReader.refuse("it has a constant of more than 64 values", scan.at());
    stack[height++] = type;
  }

  private void combine(byte type) {
    if (height < 2 || stack[height - 1] != type || stack[height - 2] != type)
      throw ModuleReader.refuse("it has a constant that does not add up", scan.at());
    height--;
  }
}
