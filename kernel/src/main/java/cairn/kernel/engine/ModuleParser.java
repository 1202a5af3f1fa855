package cairn.kernel.engine;

import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.DataCountSection;
import com.dylibso.chicory.wasm.types.DataSection;
import com.dylibso.chicory.wasm.types.ElementSection;
import com.dylibso.chicory.wasm.types.ExportSection;
import com.dylibso.chicory.wasm.types.FunctionSection;
import com.dylibso.chicory.wasm.types.GlobalSection;
import com.dylibso.chicory.wasm.types.ImportSection;
import com.dylibso.chicory.wasm.types.MemorySection;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import com.dylibso.chicory.wasm.types.Section;
import com.dylibso.chicory.wasm.types.StartSection;
import com.dylibso.chicory.wasm.types.TableSection;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Has the engine's parser make its objects of a module that {@link ModuleScan} let pass. It cannot
 * be ended, so it is handed one section at a time, and the code in pieces; custom sections are not
 * shown to it at all. Used once, by one thread.
 */
final class ModuleParser {
  /** Bytes of functions in one piece; one function may be larger. */
  private static final int PIECE = 128 << 10;

  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private final Payload module;
  private final BooleanSupplier unwanted;

  /** Remembers the types, which other sections refer to. */
  private final Parser parser =
      Parser.builder().withCustomParsers(Map.of()).withValidation(false).build();

  private final WasmModule.Builder built = WasmModule.builder().withValidation(false);
  private final CodeSection.Builder code = CodeSection.builder();

  private ModuleParser(Payload module, BooleanSupplier unwanted) {
    this.module = module;
    this.unwanted = unwanted;
  }

  /** Parses. Throws {@link Unwanted} when that becomes true. */
  static WasmModule parse(ProgramId id, Payload module, BooleanSupplier unwanted) {
    return new ModuleParser(module, unwanted).parsed(id);
  }

  private WasmModule parsed(ProgramId id) {
    var in = new ModuleReader(module);
    in.skip(HEADER.length);
    while (!in.isAtEnd()) {
      int kind = in.u8();
      var section = in.part(in.u32(), "the section");
      if (unwanted.getAsBoolean()) throw new Unwanted();
      switch (kind) {
        case 0 -> {}
        case ModuleScan.CODE -> code(section);
        case ModuleScan.DATA -> data(section);
        default -> engine(kind, section.bytes(section.remaining()), this::add);
      }
    }
    return built.setCodeSection(code.build()).withDigest(id.toString()).build();
  }

  /** What to do with a section that the engine's parser has made. */
  private interface Taker {
    void take(Section section);
  }

  private void engine(int kind, Payload content, Taker taker) {
    var out = new ByteArrayOutputStream(HEADER.length + 6 + content.length());
    out.writeBytes(HEADER);
    out.write(kind);
    Leb.unsigned(content.length(), out);
    out.writeBytes(content.toByteArray());
    parser.parse(new ByteArrayInputStream(out.toByteArray()), taker::take);
  }

  private void add(Section section) {
    switch (section) {
      case TypeSection types -> built.setTypeSection(types);
      case ImportSection imports -> built.setImportSection(imports);
      case FunctionSection functions -> built.setFunctionSection(functions);
      case TableSection tables -> built.setTableSection(tables);
      case MemorySection memories -> built.setMemorySection(memories);
      case GlobalSection globals -> built.setGlobalSection(globals);
      case ExportSection exports -> built.setExportSection(exports);
      case StartSection start -> built.setStartSection(start);
      case ElementSection elements -> built.setElementSection(elements);
      case DataCountSection count -> built.setDataCountSection(count);
      default -> throw new IllegalStateException("a " + section.getClass().getSimpleName());
    }
  }

  private void code(ModuleReader in) {
    long left = in.u32();
    while (left > 0) {
      int begin = in.position();
      int count = 0;
      while (count < left && in.position() - begin < PIECE) {
        in.skip(in.u32());
        count++;
      }
      left -= count;
      if (unwanted.getAsBoolean()) throw new Unwanted();
      var piece = new ByteArrayOutputStream();
      Leb.unsigned(count, piece);
      piece.writeBytes(module.slice(begin, in.position()).toByteArray());
      engine(
          ModuleScan.CODE,
          Payload.owning(piece.toByteArray()),
          section -> {
            var bodies = (CodeSection) section;
            for (int i = 0; i < bodies.functionBodyCount(); i++)
              code.addFunctionBody(bodies.getFunctionBody(i));
          });
    }
  }

  /** The bytes of the segments, which are most of it, are put in after. */
  private void data(ModuleReader in) {
    var empty = new ByteArrayOutputStream();
    var contents = new ArrayList<Payload>();
    long count = in.u32();
    Leb.unsigned(count, empty);
    var scan = new CodeScan(unwanted);
    for (; count > 0; count--) {
      int begin = in.position();
      long flags = in.u32();
      if (flags == 2) in.u32();
      if (flags != 1) scan.expression(in, (opcode, after) -> {});
      empty.writeBytes(module.slice(begin, in.position()).toByteArray());
      empty.write(0);
      contents.add(in.bytes(in.u32()));
    }
    engine(
        ModuleScan.DATA,
        Payload.owning(empty.toByteArray()),
        section -> built.setDataSection(filled((DataSection) section, contents)));
  }

  private static DataSection filled(DataSection empty, List<Payload> contents) {
    var filled = DataSection.builder();
    for (int i = 0; i < contents.size(); i++) {
      byte[] content = contents.get(i).toByteArray();
      filled.addDataSegment(
          switch (empty.getDataSegment(i)) {
            case ActiveDataSegment active ->
                new ActiveDataSegment(active.index(), active.offsetInstructions(), content);
            default -> new PassiveDataSegment(content);
          });
    }
    return filled.build();
  }
}
