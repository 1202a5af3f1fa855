package cairn.bench;

import cairn.kernel.Exit;
import cairn.kernel.Pid;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs programs that want to harm the others one after the other in one JVM, and then looks whether
 * anything is left of them: nothing is charged, every interface still works, and a program starts
 * as before. Prints a line for each; its exit code is 1 if something is not so.
 *
 * <p>Argument: the folder of built programs.
 */
public final class Hostile {
  private static final int RUNS = 9;
  private static final String C_STACK_END = "trapped: out of bounds memory access";

  private final BareCairn cairn;
  private final Checks checks = new Checks();

  private Hostile(BareCairn cairn) {
    this.cairn = cairn;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    boolean unharmed;
    try (var cairn = new BareCairn(Path.of(arguments[0]))) {
      cairn.allowNobodys(4_096);
      unharmed = new Hostile(cairn).run();
    }
    System.exit(unharmed ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf("heap at most %d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
    var handler = cairn.shipped("echo-handler");
    hello();
    double before = hello();
    stackEnds();
    for (String mode : List.of("nobody", "large", "small", "random", "log")) flood(mode);
    for (int i = 0; i < 4; i++) say("hostile leave", cairn.end(cairn.built("hostile", "leave"), 3));
    bombs();
    var client = cairn.shipped("echo-client", "3");
    checks.that("echo answers", cairn.end(client, 20).equals(new Exit.Exited(0)));
    var dice = cairn.shipped("dice");
    checks.that("dice has random numbers", cairn.end(dice, 20).equals(new Exit.Exited(0)));
    tcp();
    cairn.kernel().end(handler, "the benchmark");
    cairn.end(handler, 20);
    double after = hello();
    checks.that(
        String.format(
            Locale.ROOT, "hello takes its time: %.1f ms before, %.1f ms after", before, after),
        after < 10 * before + 100);
    var totals = cairn.kernel().snapshot().totals();
    checks.that("no body is charged: " + totals.inFlight() + " bytes", totals.inFlight() == 0);
    checks.that(
        "no guest memory is charged: " + totals.memoryBytes() + " bytes",
        totals.memoryBytes() == 0);
    return checks.close();
  }

  private static void say(String what, Exit exit) {
    System.out.println("        " + what + ": " + summary(exit));
  }

  private static String summary(Exit exit) {
    return switch (exit) {
      case Exit.Exited(int code) -> "ended with " + code;
      case Exit.Trapped trapped -> "trapped: " + trapped.reason();
      case Exit.Killed(String by) -> "ended by " + by;
      case Exit.Refused refused -> "refused: " + refused.why();
    };
  }

  /** Median milliseconds from opening hello to its end. */
  private double hello() throws Exception {
    var millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long began = System.nanoTime();
      cairn.end(cairn.shipped("hello"), 60);
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    return Spread.of(millis).median();
  }

  /** Asks tcp from every depth at which little or nothing of the stack is left. */
  private void stackEnds() throws Exception {
    var ends = new TreeMap<String, Integer>();
    for (int calls = 20; calls < 12_000; calls += calls < 1_500 ? 10 : 61)
      ends.merge(
          summary(cairn.end(cairn.built("hostile", "deep", Integer.toString(calls)), 20)),
          1,
          Integer::sum);
    System.out.println("        tcp at the end of the stack: " + ends);
    // The last is the end of the stack that C keeps in the program's memory.
    var own = Set.of("ended with 0", "trapped: call stack exhausted", C_STACK_END);
    checks.that(
        "programs at the end of their stacks end themselves", own.containsAll(ends.keySet()));
  }

  private void flood(String mode) throws Exception {
    var one = cairn.built("hostile", mode);
    var other = cairn.built("hostile", mode);
    var clock = cairn.shipped("clock");
    var client = cairn.shipped("echo-client", "20");
    checks.that(
        "echo answers beside two hostile " + mode,
        cairn.end(client, 60).equals(new Exit.Exited(0)));
    for (Pid pid : List.of(one, other, clock)) cairn.kernel().end(pid, "the benchmark");
    for (Pid pid : List.of(one, other, clock)) cairn.end(pid, 30);
  }

  private void tcp() throws Exception {
    try (var server = new SmallServer()) {
      var fetch = cairn.shipped("fetch", "127.0.0.1", Integer.toString(server.port()));
      checks.that("tcp connects", cairn.end(fetch, 20).equals(new Exit.Exited(0)));
    }
  }

  /** Modules that cost much to read, twenty of each kind, all different. */
  private void bombs() throws Exception {
    for (int i = 0; i < 20; i++) {
      int salt = i;
      bomb("descending names", module(salt, 0, out -> custom(out, descendingNames(1_000_000))));
      bomb("elements", module(salt, 9, out -> elements(out, 900_000)));
      bomb("wide types", module(salt, 1, out -> wideTypes(out, 2_000)));
    }
    var hello = cairn.shipped("hello");
    checks.that(
        "a program loads after 60 modules that are dear to read",
        cairn.end(hello, 20).equals(new Exit.Exited(0)));
  }

  private void bomb(String what, byte[] module) throws Exception {
    long began = System.nanoTime();
    Exit exit = cairn.end(cairn.open(what, module), 60);
    long millis = (System.nanoTime() - began) / 1_000_000;
    if (millis > 5_000) checks.that(what + " took " + millis + " ms", false);
    if (exit instanceof Exit.Killed) checks.that(what + ": " + summary(exit), false);
  }

  // Modules, byte by byte.

  private interface Content {
    void into(ByteArrayOutputStream out);
  }

  private static byte[] module(int salt, int id, Content content) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(out, 0, in -> custom(in, new byte[] {(byte) salt}));
    if (id == 1) section(out, 1, content);
    else section(out, 1, in -> in.writeBytes(new byte[] {1, 0x60, 0, 0}));
    section(out, 3, in -> in.writeBytes(new byte[] {1, 0}));
    section(out, 5, in -> in.writeBytes(new byte[] {1, 0, 1}));
    section(
        out,
        7,
        in -> {
          in.write(1);
          name(in, "_start");
          in.writeBytes(new byte[] {0, 0});
        });
    if (id == 9) section(out, 9, content);
    section(out, 10, in -> in.writeBytes(new byte[] {1, 2, 0, 0x0b}));
    if (id == 0) section(out, 0, content);
    return out.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, Content content) {
    var in = new ByteArrayOutputStream();
    content.into(in);
    out.write(id);
    number(out, in.size());
    out.writeBytes(in.toByteArray());
  }

  private static void number(ByteArrayOutputStream out, int number) {
    int rest = number;
    for (; rest >= 0x80; rest >>>= 7) out.write((rest & 0x7f) | 0x80);
    out.write(rest);
  }

  private static void name(ByteArrayOutputStream out, String name) {
    number(out, name.length());
    name.chars().forEach(out::write);
  }

  private static void custom(ByteArrayOutputStream out, byte[] content) {
    name(out, content.length == 1 ? "salt" : "name");
    out.writeBytes(content);
  }

  private static byte[] descendingNames(int count) {
    var names = new ByteArrayOutputStream();
    number(names, count);
    for (int i = count; --i >= 0; ) {
      number(names, i);
      names.write(0);
    }
    var out = new ByteArrayOutputStream();
    out.write(1);
    number(out, names.size());
    out.writeBytes(names.toByteArray());
    return out.toByteArray();
  }

  private static void elements(ByteArrayOutputStream out, int count) {
    out.writeBytes(new byte[] {1, 1, 0});
    number(out, count);
    out.writeBytes(new byte[count]);
  }

  private static void wideTypes(ByteArrayOutputStream out, int count) {
    number(out, count + 1);
    out.writeBytes(new byte[] {0x60, 0, 0});
    var wide = new byte[1_000];
    Arrays.fill(wide, (byte) 0x7f);
    for (int i = 0; i < count; i++) {
      out.write(0x60);
      out.write(0);
      number(out, wide.length);
      out.writeBytes(wide);
    }
  }
}
