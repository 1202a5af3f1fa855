package cairn.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A peer in a process of its own that takes one measurement for every line it is sent. Used by one
 * thread.
 */
final class Peer implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final String version;

  private Peer(Process process) throws IOException {
    this.process = process;
    answers = process.inputReader();
    questions = process.outputWriter();
    version = line();
  }

  /** Erlang, running a script; it warms up before it says its version. */
  static Peer erlang(Path script, int count) throws IOException {
    return new Peer(
        new ProcessBuilder("escript", script.toString(), Integer.toString(count))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** What it said first. */
  String version() {
    return version;
  }

  /** Takes one measurement, in microseconds. */
  double measure() throws IOException {
    questions.write('\n');
    questions.flush();
    return Double.parseDouble(line());
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) throw new IOException("the peer ended");
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
