package cairn.kernel.host;

import static cairn.kernel.RedshirtBed.SERVICE;
import static cairn.kernel.RedshirtGuests.start;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.RedshirtBed;
import cairn.kernel.RedshirtGuests;
import cairn.kernel.TestKernel;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Interfaces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The interfaces of redshirt, used by its guests through the whole kernel. Long, because each case
 * is a program of its own.
 */
@Timeout(120)
final class RedshirtInterfacesTest {
  private static final Decision YES = new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);
  private static final Decision NO = new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);

  /** Copies 127.0.0.1, mapped into IPv6, and a port to what {@code tcp.open} takes at 1102. */
  private static final String ADDRESS =
      """
      (func $address (param $listen i32) (param $port i32)
        (i32.store8 (i32.const 1100) (i32.const 0))
        (i32.store8 (i32.const 1101) (local.get $listen))
        (i64.store (i32.const 1102) (i64.const 0))
        (i64.store (i32.const 1110) (i64.const 0x00017f00ffff0000))
        (i32.store16 (i32.const 1118) (local.get $port)))
      (func $open (result i32) (call $ask (i32.const 192) (i32.const 1100) (i32.const 20)))
      ;; one byte and the number of the socket, which opening it left at 4111
      (func $on_socket (param $message i32)
        (i32.store8 (i32.const 1200) (local.get $message))
        (i32.store (i32.const 1201) (global.get $socket)))
      (global $socket (mut i32) (i32.const 0))
      ;; asks and compares the answer's body of one or two bytes
      (func $gives (param $what i32) (param $size i32) (param $body i32) (param $bytes i32)
        (call $same (local.get $what)
          (call $ask (i32.const 192) (i32.const 1200) (local.get $size))
          (i32.add (i32.const 14) (local.get $bytes)))
        (call $same (local.get $what) (i32.load8_u (i32.const 4109)) (i32.const 0))
        (call $same (local.get $what)
          (select (i32.load8_u (i32.const 4110)) (i32.load16_u (i32.const 4110))
            (i32.eq (local.get $bytes) (i32.const 1)))
          (local.get $body)))
      """;

  private record Line(String level, String text) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Clocks clocks = Clocks.system();
  private final RedshirtBed bed = bed();

  private RedshirtBed bed() {
    var interfaces = Interfaces.shipped();
    LogSink sink = (pid, level, text) -> lines.add(new Line(level, text));
    return new RedshirtBed(
        builder ->
            builder
                .handler(new LogHandler(interfaces, sink, clocks))
                .handler(new TimeHandler(interfaces, clocks))
                .handler(new RandomHandler(interfaces))
                .handler(new TcpHandler(interfaces, clocks)));
  }

  @AfterEach
  void close() {
    bed.close();
    clocks.close();
  }

  /** Opens a guest of which nothing is said: what is to be asked about is. */
  private Pid b(String functions) {
    return bed.kernel.open(OpenRequest.of(RedshirtGuests.ofB(SERVICE, functions), "guest"));
  }

  private Pid c(String functions) {
    return bed.kernel.open(OpenRequest.of(RedshirtGuests.ofC(SERVICE, functions), "guest"));
  }

  private void decide(Pid pid, Decision decision) {
    bed.await(now -> bed.row(pid).state() instanceof ProcessState.AskingUser);
    bed.await(now -> bed.asked.stream().anyMatch(question -> question.pid().equals(pid)));
    bed.kernel.decide(bed.asked.getLast().id(), decision);
  }

  @Test
  void linesOfEachLevelReachTheLogAndGarbageDoesNot() {
    String guest =
        """
        (data (i32.const 1104) "\\04oops\\03hm\\02so\\01in\\00out\\05no\\02\\ff\\fe")
        (func $line (param $at i32) (param $size i32)
          (call $same (i32.const 1)
            (call $send (i32.const 64) (local.get $at) (local.get $size) (i64.const 2))
            (i32.const 0)))
        """
            + start(
                """
                (call $line (i32.const 1104) (i32.const 5))
                (call $line (i32.const 1109) (i32.const 3))
                (call $line (i32.const 1112) (i32.const 3))
                (call $line (i32.const 1115) (i32.const 3))
                (call $line (i32.const 1118) (i32.const 4))
                (call $line (i32.const 1122) (i32.const 3))
                (call $line (i32.const 1125) (i32.const 3))
                (call $line (i32.const 1104) (i32.const 0))
                (call $line (i32.const 1112) (i32.const 1))
                """);

    for (boolean ofB : new boolean[] {true, false}) {
      lines.clear();
      bed.endsWell(ofB ? b(guest) : c(guest));
      assertThat(lines)
          .containsExactly(
              new Line("error", "oops"),
              new Line("warn", "hm"),
              new Line("info", "so"),
              new Line("debug", "in"),
              new Line("trace", "out"),
              new Line("info", ""));
    }
  }

  @Test
  void clocksHaveOneHundredAndTwentyEightBits() {
    String guest =
        start(
            """
            (i32.store8 (i32.const 1100) (i32.const 0))
            (call $same (i32.const 1)
              (call $ask (i32.const 96) (i32.const 1100) (i32.const 1)) (i32.const 30))
            (local.set $a (i64.load (i32.const 4110)))
            (call $same64 (i32.const 2) (i64.load (i32.const 4118)) (i64.const 0))
            ;; two milliseconds later
            (i32.store8 (i32.const 1100) (i32.const 1))
            (i64.store (i32.const 1101) (i64.add (local.get $a) (i64.const 2000000)))
            (i64.store (i32.const 1109) (i64.const 0))
            (call $same (i32.const 3)
              (call $ask (i32.const 96) (i32.const 1100) (i32.const 17)) (i32.const 14))
            (call $same (i32.const 4) (i32.load8_u (i32.const 4109)) (i32.const 0))
            (i32.store8 (i32.const 1100) (i32.const 0))
            (drop (call $ask (i32.const 96) (i32.const 1100) (i32.const 1)))
            (call $same (i32.const 5)
              (i64.ge_u (i64.load (i32.const 4110))
                (i64.add (local.get $a) (i64.const 2000000))) (i32.const 1))
            ;; a moment beyond 64 bits does not come
            (i32.store8 (i32.const 1100) (i32.const 1))
            (i64.store (i32.const 1101) (i64.const 0))
            (i64.store (i32.const 1109) (i64.const 1))
            (call $same (i32.const 6)
              (call $send (i32.const 96) (i32.const 1100) (i32.const 17) (i64.const 3))
              (i32.const 0))
            (i64.store (i32.const 536) (i64.load (i32.const 528)))
            (call $same (i32.const 7)
              (call $next (i32.const 536) (i32.const 1) (i32.const 4096) (i32.const 99)
                (i64.const 0)) (i32.const 0))
            (call $cancel (i32.const 528))
            ;; the wall clock: after 2020, before 2200
            (i32.store8 (i32.const 1100) (i32.const 0))
            (call $same (i32.const 8)
              (call $ask (i32.const 128) (i32.const 1100) (i32.const 1)) (i32.const 30))
            (call $same (i32.const 9)
              (i64.gt_u (i64.load (i32.const 4110)) (i64.const 1577836800000000000))
              (i32.const 1))
            (call $same (i32.const 10)
              (i64.lt_u (i64.load (i32.const 4110)) (i64.const 7258118400000000000))
              (i32.const 1))
            (call $same64 (i32.const 11) (i64.load (i32.const 4118)) (i64.const 0))
            ;; what the interface does not say is an error
            (i32.store8 (i32.const 1100) (i32.const 2))
            (call $same (i32.const 12)
              (call $ask (i32.const 96) (i32.const 1100) (i32.const 1)) (i32.const 14))
            (call $same (i32.const 13) (i32.load8_u (i32.const 4109)) (i32.const 1))
            """);

    bed.endsWell(b(guest));
    bed.endsWell(c(guest));
  }

  @Test
  void randomBytesComeAsManyAsWereAskedFor() {
    String guest =
        start(
            """
            (i32.store8 (i32.const 1100) (i32.const 0))
            (i32.store16 (i32.const 1101) (i32.const 16))
            (call $same (i32.const 1)
              (call $ask (i32.const 160) (i32.const 1100) (i32.const 3)) (i32.const 31))
            (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 64))
            (local.set $a (i64.load (i32.const 4111)))
            (local.set $b (i64.load (i32.const 4119)))
            (call $same (i32.const 3) (i64.eq (local.get $a) (local.get $b)) (i32.const 0))
            (i32.store16 (i32.const 1101) (i32.const 65535))
            (call $same (i32.const 4)
              (call $ask (i32.const 160) (i32.const 1100) (i32.const 3)) (i32.const 65553))
            (i32.store16 (i32.const 1101) (i32.const 0))
            (call $same (i32.const 5)
              (call $ask (i32.const 160) (i32.const 1100) (i32.const 3)) (i32.const 15))
            """);

    bed.endsWell(b(guest));
    bed.endsWell(c(guest));
  }

  @Test
  void aConnectionIsAskedAboutOnceAsOneOfTcpAndLivesToItsEnd() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var pid =
          c(
              ADDRESS
                  + start(
                      """
                      (call $address (i32.const 0) (i32.const %d))
                      (call $same (i32.const 1) (call $open) (i32.const 55))
                      (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 0))
                      (global.set $socket (i32.load (i32.const 4111)))
                      (call $same64 (i32.const 3)
                        (i64.load (i32.const 4141)) (i64.load (i32.const 1110)))
                      (call $same (i32.const 4)
                        (i32.load16_u (i32.const 4149)) (i32.const %d))
                      (call $same64 (i32.const 5)
                        (i64.load (i32.const 4123)) (i64.load (i32.const 1110)))
                      ;; write "hi!", which the server sends back
                      (call $on_socket (i32.const 3))
                      (i32.store (i32.const 1205) (i32.const 0x2169680c))
                      (call $gives (i32.const 6) (i32.const 9) (i32.const 0) (i32.const 1))
                      (call $on_socket (i32.const 2))
                      (call $same (i32.const 7)
                        (call $ask (i32.const 192) (i32.const 1200) (i32.const 5)) (i32.const 19))
                      (call $same (i32.const 8)
                        (i32.load (i32.const 4111)) (i32.const 0x2169680c))
                      ;; close, once; nothing is written after it
                      (call $on_socket (i32.const 1))
                      (call $gives (i32.const 9) (i32.const 5) (i32.const 0) (i32.const 1))
                      (call $gives (i32.const 10) (i32.const 5) (i32.const 0x0001) (i32.const 2))
                      (call $on_socket (i32.const 3))
                      (i32.store16 (i32.const 1205) (i32.const 0x6804))
                      (call $gives (i32.const 11) (i32.const 7) (i32.const 0x0001) (i32.const 2))
                      ;; the server finishes too, and then the connection has
                      (call $on_socket (i32.const 2))
                      (call $gives (i32.const 12) (i32.const 5) (i32.const 0x0000) (i32.const 2))
                      (call $gives (i32.const 13) (i32.const 5) (i32.const 0x0001) (i32.const 2))
                      (call $on_socket (i32.const 1))
                      (call $gives (i32.const 14) (i32.const 5) (i32.const 0x0101) (i32.const 2))
                      (call $on_socket (i32.const 4))
                      (call $same (i32.const 15)
                        (call $send (i32.const 192) (i32.const 1200) (i32.const 5) (i64.const 2))
                        (i32.const 0))
                      (call $on_socket (i32.const 2))
                      (call $gives (i32.const 16) (i32.const 5) (i32.const 0x0101) (i32.const 2))
                      (call $on_socket (i32.const 1))
                      (call $gives (i32.const 17) (i32.const 5) (i32.const 0x0201) (i32.const 2))
                      """
                          .formatted(server.getLocalPort(), server.getLocalPort())));
      decide(pid, YES);
      try (var there = server.accept()) {
        there.getOutputStream().write(there.getInputStream().readNBytes(3));
        assertThat(there.getInputStream().read()).isEqualTo(-1);
        there.shutdownOutput();
        bed.endsWell(pid);
      }
    }

    assertThat(bed.asked)
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.interfaceName()).isEqualTo("tcp");
              assertThat(question.deed()).isEqualTo("connect");
            });
  }

  @Test
  void aDeniedConnectionAndADeniedListenerAreErrorsThatRedshirtKnows() {
    for (int listen = 0; listen < 2; listen++) {
      var pid =
          b(
              ADDRESS
                  + start(
                      """
                      (call $address (i32.const %d) (i32.const 9))
                      (call $same (i32.const 1) (call $open) (i32.const 15))
                      (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 0))
                      (call $same (i32.const 3) (i32.load8_u (i32.const 4110)) (i32.const 1))
                      """
                          .formatted(listen)));

      decide(pid, NO);

      bed.endsWell(pid);
    }
    assertThat(bed.asked)
        .extracting(question -> question.deed())
        .containsExactly("connect", "listen");
  }

  @Test
  void whatNobodyOpenedIsNoSocket() {
    bed.endsWell(
        b(
            ADDRESS
                + start(
                    """
                    (global.set $socket (i32.const 77))
                    (call $on_socket (i32.const 2))
                    (call $gives (i32.const 1) (i32.const 5) (i32.const 0x0101) (i32.const 2))
                    (call $on_socket (i32.const 1))
                    (call $gives (i32.const 2) (i32.const 5) (i32.const 0x0201) (i32.const 2))
                    (call $on_socket (i32.const 3))
                    (i32.store8 (i32.const 1205) (i32.const 0))
                    (call $gives (i32.const 3) (i32.const 6) (i32.const 0x0201) (i32.const 2))
                    (call $on_socket (i32.const 4))
                    (call $same (i32.const 4)
                      (call $send (i32.const 192) (i32.const 1200) (i32.const 5) (i64.const 2))
                      (i32.const 0))
                    """)));
  }

  @Test
  void socketsThatListenAtOneAddressGetAConnectionEach() throws Exception {
    int attempts = 1;
    while (!serves(freePort())) assertThat(attempts++).isLessThan(10);

    assertThat(bed.asked).hasSize(attempts);
  }

  /** False: somebody else has taken the port meanwhile. */
  private boolean serves(int port) throws IOException {
    var pid =
        c(
            ADDRESS
                + """
                (func $serve (param $what i32)
                  (call $same (local.get $what) (call $open) (i32.const 55))
                  (call $same (local.get $what) (i32.load8_u (i32.const 4110)) (i32.const 0))
                  (call $same (local.get $what) (i32.load16_u (i32.const 4131)) (i32.const %d))
                  (global.set $socket (i32.load (i32.const 4111)))
                  (call $on_socket (i32.const 3))
                  (i32.store16 (i32.const 1205) (i32.const 0x6804))
                  (call $gives (i32.const 90) (i32.const 7) (i32.const 0) (i32.const 1))
                  (call $on_socket (i32.const 4))
                  (call $same (i32.const 91)
                    (call $send (i32.const 192) (i32.const 1200) (i32.const 5) (i64.const 2))
                    (i32.const 0)))
                """
                    .formatted(port)
                + start(
                    """
                    (call $address (i32.const 1) (i32.const %d))
                    (call $serve (i32.const 1))
                    (call $serve (i32.const 2))
                    """
                        .formatted(port)));
    decide(pid, YES);
    for (int i = 0; i < 2; i++) {
      var connection = connect(pid, port);
      if (connection.isEmpty()) return false;
      try (var there = connection.get()) {
        assertThat(there.getInputStream().read()).isEqualTo('h');
        assertThat(there.getInputStream().read()).isEqualTo(-1);
      }
    }
    bed.endsWell(pid);
    return true;
  }

  private static int freePort() throws IOException {
    try (var some = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return some.getLocalPort();
    }
  }

  /** Connects when the guest has come to listen; empty: it could not. */
  private Optional<Socket> connect(Pid pid, int port) throws IOException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (true) {
      if (bed.row(pid).state() instanceof ProcessState.Ended(var exit)) {
        assertThat(exit).isEqualTo(new Exit.Exited(1001));
        return Optional.empty();
      }
      try {
        return Optional.of(new Socket(InetAddress.getLoopbackAddress(), port));
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) throw notYet;
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aCancelledReadLeavesItsBytesToTheNext() throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var pid =
          c(
              ADDRESS
                  + start(
                      """
                      (call $address (i32.const 0) (i32.const %d))
                      (call $same (i32.const 1) (call $open) (i32.const 55))
                      (global.set $socket (i32.load (i32.const 4111)))
                      (call $on_socket (i32.const 2))
                      (call $same (i32.const 2)
                        (call $send (i32.const 192) (i32.const 1200) (i32.const 5) (i64.const 3))
                        (i32.const 0))
                      (local.set $a (i64.load (i32.const 528)))
                      (call $same (i32.const 3)
                        (call $send (i32.const 192) (i32.const 1200) (i32.const 5) (i64.const 3))
                        (i32.const 0))
                      (local.set $b (i64.load (i32.const 528)))
                      (i64.store (i32.const 600) (local.get $a))
                      (call $cancel (i32.const 600))
                      ;; the server sends when it has a byte
                      (call $on_socket (i32.const 3))
                      (i32.store16 (i32.const 1205) (i32.const 0x6804))
                      (call $gives (i32.const 4) (i32.const 7) (i32.const 0) (i32.const 1))
                      (call $same (i32.const 5) (call $await (local.get $b)) (i32.const 18))
                      (call $same (i32.const 6)
                        (i32.load (i32.const 4110)) (i32.const 0x6b6f0800))
                      """
                          .formatted(server.getLocalPort())));
      decide(pid, YES);
      try (var there = server.accept()) {
        there.getInputStream().read();
        there.getOutputStream().write(new byte[] {'o', 'k'});
        bed.endsWell(pid);
      }
    }
  }

  @Test
  void whoCancelsWhatTheUserIsAskedAboutTakesTheQuestionBack() {
    var pid =
        bed.open(
            RedshirtGuests.ofC(
                SERVICE,
                ADDRESS
                    + RedshirtGuests.go(RedshirtBed.GO)
                    + start(
                        """
                        (call $address (i32.const 0) (i32.const 9))
                        (call $same (i32.const 1)
                          (call $send (i32.const 192) (i32.const 1100) (i32.const 20) (i64.const 3))
                          (i32.const 0))
                        (local.set $a (i64.load (i32.const 528)))
                        (call $wait_for_go)
                        (i64.store (i32.const 600) (local.get $a))
                        (call $cancel (i32.const 600))
                        (call $same (i32.const 2) (call $register) (i32.const 23))
                        (call $pull (i64.load (i32.const 4111)))
                        (drop (call $await (i64.load (i32.const 528))))
                        """)));
    bed.await(now -> !now.questions().isEmpty());

    bed.go();

    bed.await(now -> now.questions().isEmpty());
    bed.await(now -> bed.waits(pid, "messages"));
  }

  @Test
  void whatIsAskedInAProgramsNameDoesNotHalveItsLimit() {
    String guest =
        """
        (func $far (result i32)
          (call $send (i32.const 96) (i32.const 1100) (i32.const 17) (i64.const 3)))
        """
            + start(
                """
                (i32.store8 (i32.const 1100) (i32.const 1))
                (i64.store (i32.const 1109) (i64.const 1))
                (call $same (i32.const 1) (call $far) (i32.const 0))
                (call $same (i32.const 2) (call $far) (i32.const 0))
                (call $same (i32.const 3) (call $far) (i32.const 0))
                (local.set $a (i64.load (i32.const 528)))
                (call $same (i32.const 4) (call $far) (i32.const 1))
                (call $same64 (i32.const 5) (i64.load (i32.const 528)) (i64.const 0))
                (i64.store (i32.const 600) (local.get $a))
                (call $cancel (i32.const 600))
                (call $same (i32.const 6) (call $far) (i32.const 0))
                """);

    bed.endsWell(
        bed.kernel.open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(RedshirtGuests.ofC(SERVICE, guest)),
                "guest",
                List.of(),
                Map.of(),
                List.of(),
                true,
                TestKernel.limits(10, 1000, 3, 3))));
  }

  @Test
  void theCountersOfTheKernelAreADangerAndPrometheusText() {
    String guest =
        start(
            """
            (call $same (i32.const 1)
              (i32.gt_u (call $ask (i32.const 224) (i32.const 0) (i32.const 0)) (i32.const 500))
              (i32.const 1))
            (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 0))
            ;; "# HELP c"
            (call $same64 (i32.const 3)
              (i64.load (i32.const 4110)) (i64.const 0x6320504c45482023))
            """);
    var allowed = b(guest);
    decide(allowed, YES);
    bed.endsWell(allowed);
    assertThat(bed.asked.getLast().risk()).isEqualTo(Risk.DANGER);
    assertThat(bed.asked.getLast().interfaceName()).isEqualTo("kernel-debug");

    var denied =
        c(
            start(
                """
                (call $same (i32.const 1)
                  (call $ask (i32.const 224) (i32.const 0) (i32.const 0)) (i32.const 14))
                (call $same (i32.const 2) (i32.load8_u (i32.const 4109)) (i32.const 0))
                ;; and nobody is asked about a body that is none
                (call $same (i32.const 3)
                  (call $ask (i32.const 224) (i32.const 0) (i32.const 1)) (i32.const 14))
                (call $same (i32.const 4) (i32.load8_u (i32.const 4109)) (i32.const 1))
                """));
    decide(denied, NO);
    bed.endsWell(denied);
    assertThat(bed.asked).hasSize(2);
  }
}
