package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.host.FakeCall;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A files handler over real folders: {@code inside} is given as {@code /data}, {@code outside} is
 * nobody's. Process 7 is the emitter unless a test says otherwise; it runs program "a".
 */
abstract class FilesBed {
  static final Pid PID = FakeCall.PID;

  @TempDir Path top;
  Path inside;
  Path outside;
  FilesHandler files;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(PosixSupport.isHere(), "there are files on Linux only");
    inside = Files.createDirectory(top.resolve("inside"));
    outside = Files.createDirectory(top.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    files = handler();
  }

  OwnFolders.Limits limits() {
    return OwnFolders.Limits.DEFAULT;
  }

  int descriptors() {
    return 10_000;
  }

  FilesHandler handler() {
    return new FilesHandler(
        Interfaces.shipped(),
        new OwnFolders(top.resolve("own"), limits()),
        List.of(new GivenFolder("/data", inside)),
        new Descriptors(descriptors()));
  }

  @AfterEach
  void close() {
    if (files != null) files.close();
  }

  static ProgramId program(String name) {
    return new ProgramId(Sha256.of(Payload.utf8(name)));
  }

  FakeCall sent(String message, Value... arguments) {
    return sentBy(PID, "a", message, arguments);
  }

  FakeCall sentBy(Pid pid, String program, String message, Value... arguments) {
    FakeCall call = FakeCall.of(pid, program(program), files, message, arguments);
    files.handle(call);
    return call;
  }

  /** What an ok carries. */
  static Value ok(FakeCall call) {
    var result = (Value.Case) call.value();
    assertThat(result.name()).as("%s", result).isEqualTo("ok");
    return result.payload().orElseThrow();
  }

  /** The error's name; "ok" if there is none. */
  static String error(FakeCall call) {
    var result = (Value.Case) call.value();
    if (result.name().equals("ok")) return "ok";
    return ((Value.Case) result.payload().orElseThrow()).name();
  }

  Value data() {
    return ok(sent("folder", Value.text("/data")));
  }

  Value own() {
    return ok(sent("own"));
  }

  FakeCall opening(Value at, String path, String... how) {
    return sent("open", at, Value.text(path), new Value.Bool(true), new Value.Flags(List.of(how)));
  }

  Value opened(Value at, String path, String... how) {
    return ((Value.Fields) ok(opening(at, path, how))).get("handle");
  }

  FakeCall writing(Value file, long offset, String text) {
    return sent("write-at", file, Value.unsigned(offset), Value.bytes(Payload.utf8(text)));
  }

  String read(Value file) {
    Value bytes = ok(sent("read-at", file, Value.unsigned(0), Value.unsigned(1000)));
    return ((Value.Bytes) bytes).value().utf8();
  }
}
