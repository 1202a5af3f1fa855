package cairn.ipfs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A private Kubo node for tests: a fresh repository, 127.0.0.1 only, no peers, offline. The system
 * property {@code cairn.kubo} names the binary; without it {@link #isPresent} is false and says so
 * on the console's error stream. One thread.
 */
public final class Kubo implements AutoCloseable {
  /** The flags that give the CIDs of profile {@code unixfs-v1-2025}. */
  public static final List<String> PROFILE =
      List.of("--cid-version=1", "--chunker=size-1048576", "--raw-leaves", "--max-file-links=1024");

  private final String binary;
  private final Path repository;
  private final URI gateway;
  private Optional<Process> daemon = Optional.empty();

  private Kubo(String binary, Path repository, int gatewayPort) {
    this.binary = binary;
    this.repository = repository;
    this.gateway = URI.create("http://127.0.0.1:" + gatewayPort);
  }

  /** Whether there is a binary; false when the property is missing, which is said. */
  public static boolean isPresent(String who) {
    if (!System.getProperty("cairn.kubo", "").isEmpty()) return true;
    System.err.println(who + ": skipped, no -Dcairn.kubo=/path/to/ipfs was given");
    return false;
  }

  /** Starts a node with its repository in a folder that must not exist. Returns when it answers. */
  public static Kubo start(Path repository) throws IOException, InterruptedException {
    int api;
    int gateway;
    // Chosen together, so that they differ.
    try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      api = first.getLocalPort();
      gateway = second.getLocalPort();
    }
    var kubo = new Kubo(System.getProperty("cairn.kubo", ""), repository, gateway);
    kubo.run("init", "--empty-repo", "--profile=test");
    kubo.run("bootstrap", "rm", "--all");
    kubo.config("Addresses.API", "\"/ip4/127.0.0.1/tcp/" + api + "\"");
    kubo.config("Addresses.Gateway", "\"/ip4/127.0.0.1/tcp/" + gateway + "\"");
    kubo.config("Addresses.Swarm", "[]");
    kubo.config("Gateway.NoFetch", "true");
    kubo.config("Routing.Type", "\"none\"");
    kubo.config("Discovery.MDNS.Enabled", "false");
    kubo.config("AutoConf.Enabled", "false");
    kubo.startDaemon();
    return kubo;
  }

  private void config(String key, String json) throws IOException, InterruptedException {
    run("config", "--json", key, json);
  }

  private void startDaemon() throws IOException, InterruptedException {
    var log = repository.resolve("cairn-daemon.log");
    var started =
        process("daemon", "--offline")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    daemon = Optional.of(started);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(log, StandardCharsets.UTF_8).contains("Daemon is ready")) {
      if (!started.isAlive() || System.nanoTime() > deadline)
        throw new IOException("Kubo did not start: " + Files.readString(log));
      started.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  /** Its trustless gateway. */
  public URI gateway() {
    return gateway;
  }

  /** Adds a file or a folder with {@link #PROFILE}; its CID. */
  public String add(Path path) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("add", "-Q", "-r"));
    arguments.addAll(PROFILE);
    arguments.add(path.toString());
    return run(arguments.toArray(String[]::new));
  }

  /** Runs a command of the node; what it prints, without the last line break. */
  public String run(String... arguments) throws IOException, InterruptedException {
    var process = process(arguments).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0)
      throw new IOException("ipfs " + String.join(" ", arguments) + ": " + text);
    return text.strip();
  }

  private ProcessBuilder process(String... arguments) {
    List<String> command = new ArrayList<>(List.of(binary));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("IPFS_PATH", repository.toString());
    return builder;
  }

  /** Stops the node and removes its repository. */
  @Override
  public void close() throws IOException {
    daemon.ifPresent(Kubo::stop);
    try (var files = Files.walk(repository)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
