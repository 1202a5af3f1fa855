package cairn.shell;

import cairn.kernel.ProgramId;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Four programs that ship, and a memory. */
public final class FakeLibrary implements Library {
  public final List<Recent> recent = new ArrayList<>();
  public CompletableFuture<FileOutcome> file = new CompletableFuture<>();
  public CompletableFuture<AddOutcome> added = new CompletableFuture<>();

  private final List<Shipped> shipped =
      List.of(
          ship("hello", "The smallest program", "console"),
          ship("clock", "Tells the time, every second", "time"),
          ship("dice", "Throws dice", "random"),
          ship("fetch", "Gets a page over tcp", "tcp"),
          ship("web", "Serves a page over tcp", "tcp"),
          ship("echo-handler", "Answers with what it is told", "handler"),
          ship("spin", "Keeps a processor busy", "test"),
          ship("crash", "Crashes owing answers", "test"));

  private static Shipped ship(String name, String description, String tag) {
    var hash = hash(name);
    return new Shipped(
        name,
        description,
        List.of(tag),
        new ProgramId(hash),
        ContentAddress.of(Cid.raw(hash)),
        3_412);
  }

  /** A hash for a name. */
  public static Sha256 hash(String name) {
    return Sha256.of(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The address of a program called so. */
  public static ContentAddress address(String name) {
    return ContentAddress.of(Cid.raw(hash(name)));
  }

  @Override
  public List<Shipped> shipped() {
    return shipped;
  }

  @Override
  public List<Recent> recent() {
    return List.copyOf(recent);
  }

  @Override
  public void opened(Recent entry) {
    recent.removeIf(old -> old.target().equals(entry.target()));
    recent.addFirst(entry);
  }

  @Override
  public void became(Recent entry) {
    recent.replaceAll(old -> old.target().equals(entry.target()) ? entry : old);
  }

  @Override
  public void forgetRecent() {
    recent.clear();
  }

  @Override
  public CompletionStage<FileOutcome> read(Path path) {
    return file;
  }

  @Override
  public CompletionStage<AddOutcome> add(Path path) {
    return added;
  }
}
