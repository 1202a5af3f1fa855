package cairn.kernel;

import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.HexFormat;

/**
 * Guests of redshirt in WebAssembly text: the imports of a generation, and what its programs do
 * with them all the time. A guest that finds something else than it expects ends with 1000 and the
 * number of what it looked at.
 */
public final class RedshirtGuests {
  private static final Interfaces SHIPPED = Interfaces.shipped();

  private static final String IMPORTS =
      """
      (import "redshirt" "next_notification"
        (func $next (param i32 i32 i32 i32 i64) (result i32)))
      (import "redshirt" "emit_message" (func $emit (param i32 i32 i32 i64 i32) (result i32)))
      (import "redshirt" "cancel_message" (func $cancel (param i32)))
      """;

  private static final String IMPORTS_OF_B =
      """
      (import "redshirt" "emit_answer" (func $answer (param i32 i32 i32)))
      (import "redshirt" "emit_message_error" (func $error (param i32)))
      """;

  private static final String COMMON =
      """
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 2)
      (func $same (param $what i32) (param $got i32) (param $want i32)
        (if (i32.ne (local.get $got) (local.get $want))
          (then (call $exit (i32.add (i32.const 1000) (local.get $what))))))
      (func $same64 (param $what i32) (param $got i64) (param $want i64)
        (call $same (local.get $what) (i64.eq (local.get $got) (local.get $want)) (i32.const 1)))
      ;; the id of a question goes to 528
      (func $send (param $to i32) (param $body i32) (param $size i32) (param $flags i64)
        (result i32)
        (i32.store (i32.const 512) (local.get $body))
        (i32.store (i32.const 516) (local.get $size))
        (i64.store (i32.const 528) (i64.const -1))
        (call $emit (local.get $to) (i32.const 512) (i32.const 1) (local.get $flags)
          (i32.const 528)))
      ;; waits for what the slot wants; it goes to 4096, its body to 4110
      (func $await (param $slot i64) (result i32)
        (i64.store (i32.const 536) (local.get $slot))
        (call $next (i32.const 536) (i32.const 1) (i32.const 4096) (i32.const 120000)
          (i64.const 1)))
      (func $ask (param $to i32) (param $body i32) (param $size i32) (result i32)
        (call $same (i32.const 900)
          (call $send (local.get $to) (local.get $body) (local.get $size) (i64.const 3))
          (i32.const 0))
        (call $await (i64.load (i32.const 528))))
      ;; registers the service; gives the size of the answer
      (func $register (result i32) (call $ask (i32.const 0) (i32.const 1000) (i32.const 33)))
      """;

  private static final String COMMON_OF_C =
      """
      ;; asks for the next message of this registration, and does not wait for it
      (func $pull (param $registration i64)
        (i32.store8 (i32.const 1040) (i32.const 1))
        (i64.store (i32.const 1041) (local.get $registration))
        (call $same (i32.const 901)
          (call $send (i32.const 0) (i32.const 1040) (i32.const 9) (i64.const 3)) (i32.const 0)))
      ;; answers with fewer than 64 bytes
      (func $answer (param $id i64) (param $from i32) (param $size i32)
        (i32.store8 (i32.const 1060) (i32.const 2))
        (i64.store (i32.const 1061) (local.get $id))
        (i32.store8 (i32.const 1069) (i32.const 0))
        (i32.store8 (i32.const 1070) (i32.shl (local.get $size) (i32.const 2)))
        (memory.copy (i32.const 1071) (local.get $from) (local.get $size))
        (call $same (i32.const 902)
          (call $send (i32.const 0) (i32.const 1060) (i32.add (local.get $size) (i32.const 11))
            (i64.const 2)) (i32.const 0)))
      (func $error (param $id i64)
        (i32.store8 (i32.const 1060) (i32.const 2))
        (i64.store (i32.const 1061) (local.get $id))
        (i32.store8 (i32.const 1069) (i32.const 1))
        (call $same (i32.const 903)
          (call $send (i32.const 0) (i32.const 1060) (i32.const 10) (i64.const 2)) (i32.const 0)))
      """;

  /** Answers every question with its own bytes. */
  static final String ECHO_OF_B =
      """
      (func (export "_start") (local $size i32)
        (call $same (i32.const 1) (call $register) (i32.const 15))
        (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 0))
        (loop $again
          (local.set $size (call $await (i64.const 1)))
          (if (i32.eqz (i32.load8_u (i32.const 4096)))
            (then
              (call $answer (i32.const 4129) (i32.const 4149)
                (i32.sub (local.get $size) (i32.const 53)))))
          (br $again)))
      """;

  /** The same. */
  static final String ECHO_OF_C =
      """
      (func (export "_start") (local $size i32) (local $registration i64)
        (call $same (i32.const 1) (call $register) (i32.const 23))
        (call $same (i32.const 2) (i32.load8_u (i32.const 4110)) (i32.const 0))
        (local.set $registration (i64.load (i32.const 4111)))
        (loop $again
          (call $pull (local.get $registration))
          (local.set $size (call $await (i64.load (i32.const 528))))
          (if (i32.eqz (i32.load8_u (i32.const 4110)))
            (then
              (call $answer (i64.load (i32.const 4143)) (i32.const 4159)
                (i32.sub (local.get $size) (i32.const 63)))))
          (br $again)))
      """;

  /** Asks the service a thousand times and compares; works in both generations. */
  static final String CLIENT =
      """
      (func (export "_start") (local $i i32)
        (i64.store (i32.const 1100) (i64.const 0x0102030405060708))
        (loop $again
          (i32.store (i32.const 1108) (local.get $i))
          (call $same (i32.const 1)
            (call $ask (i32.const 32) (i32.const 1100) (i32.const 12)) (i32.const 26))
          (call $same (i32.const 2) (i32.load8_u (i32.const 4096)) (i32.const 1))
          (call $same64 (i32.const 3)
            (i64.load (i32.const 4097)) (i64.load (i32.const 528)))
          (call $same (i32.const 4) (i32.load (i32.const 4105)) (i32.const 0))
          (call $same (i32.const 5) (i32.load8_u (i32.const 4109)) (i32.const 0))
          (call $same64 (i32.const 6) (i64.load (i32.const 4110)) (i64.load (i32.const 1100)))
          (call $same (i32.const 7) (i32.load (i32.const 4118)) (local.get $i))
          (call $same64 (i32.const 8) (i64.load (i32.const 536)) (i64.const 0))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get $i) (i32.const 1000)))))
      """;

  private RedshirtGuests() {}

  /**
   * A guest of generation B. At 0 in its memory is the id of redshirt's interface of interfaces, at
   * 32 that of the service, and behind it those of log, time, system-time, random, tcp and
   * kernel-debug. Its own data begin at 1100.
   */
  public static Payload ofB(InterfaceId service, String functions) {
    return module(service, IMPORTS + IMPORTS_OF_B + COMMON + functions);
  }

  /** One of generation C. */
  public static Payload ofC(InterfaceId service, String functions) {
    return module(service, IMPORTS + COMMON + COMMON_OF_C + functions);
  }

  /** {@code $wait_for_go}: sleeps until somebody handles this interface. */
  public static String go(InterfaceId id) {
    return """
        (func $wait_for_go
          (call $same (i32.const 904)
            (call $send (i32.const 700) (i32.const 0) (i32.const 0) (i64.const 2)) (i32.const 0)))
        """
        + data(700, "", id);
  }

  /** The function that a guest begins with; two locals, $a and $b, are its own. */
  public static String start(String body) {
    return "(func (export \"_start\") (local $a i64) (local $b i64) " + body + ")";
  }

  private static Payload module(InterfaceId service, String text) {
    var data = new StringBuilder();
    data.append(data(0, "", legacy("interface")));
    data.append(data(32, "", service));
    data.append(data(64, "", legacy("log")));
    data.append(data(96, "", legacy("time")));
    data.append(data(128, "", legacy("system-time")));
    data.append(data(160, "", legacy("random")));
    data.append(data(192, "", legacy("tcp")));
    data.append(data(224, "", legacy("kernel-debug")));
    data.append(data(1000, "\\00", service));
    return Payload.owning(Wat.compile("(module " + text + data + ")"));
  }

  static InterfaceId legacy(String name) {
    return SHIPPED.shipped("redshirt-" + name).definition().id();
  }

  private static String data(int at, String before, InterfaceId id) {
    String hex = HexFormat.ofDelimiter("").withPrefix("\\").formatHex(id.hash().toByteArray());
    return "(data (i32.const " + at + ") \"" + before + hex + "\")\n";
  }
}
