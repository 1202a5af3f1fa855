package cairn.kernel;

import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;

/** A loader whose stream of a program is the program, and a verifier that compares hashes. */
final class TestPantry implements NativeHandler, ProgramVerifier {
  private static final Definition LOADER = Interfaces.shipped().shipped("loader").definition();

  private final List<Payload> programs = new ArrayList<>();
  private final List<Payload> opened = new ArrayList<>();

  synchronized Cid keep(Payload program) {
    programs.add(program);
    return Cid.raw(Sha256.of(program));
  }

  @Override
  public Definition definition() {
    return LOADER;
  }

  @Override
  public synchronized void handle(NativeCall call) {
    switch (call.message().name()) {
      case "open" -> {
        var wanted = call.arguments().getFirst();
        for (Payload program : programs)
          if (wanted.equals(
              Value.bytes(Payload.owning(Cid.raw(Sha256.of(program)).toByteArray())))) {
            opened.add(program);
            call.answer(Value.ok(Value.unsigned(opened.size() - 1)));
            return;
          }
        call.answer(Value.err("not-found"));
      }
      case "next" -> {
        int handle =
            call.arguments().getFirst() instanceof Value.Unsigned(long number) ? (int) number : -1;
        call.answer(Value.ok(Value.bytes(opened.get(handle))));
        opened.set(handle, Payload.EMPTY);
      }
      default -> {}
    }
  }

  @Override
  public Verification begin(ContentAddress address, long limit) {
    return new Verification() {
      private Payload all = Payload.EMPTY;

      @Override
      public Verdict accept(Payload piece) {
        all = piece;
        return new Verdict.NeedsMore(piece.length(), -1, 1);
      }

      @Override
      public Verdict finish() {
        return new Verdict.Whole(all);
      }
    };
  }

  @Override
  public void ended(Pid pid) {}

  @Override
  public void close() {}
}
