package cairn.kernel;

import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.HexFormat;

/** The beginning of a guest in WebAssembly text: the imports, and how to register. */
final class WatGuests {
  private static final InterfaceId INTERFACE =
      Interfaces.shipped().shipped("interface").definition().id();

  private WatGuests() {}

  /**
   * A module with the imports of cairn, a page of memory, and {@code $register}, which begins to
   * handle {@code service} (at 64 in memory) and waits for the answer. Its own code begins at 1024.
   */
  static Payload module(InterfaceId service, String functions) {
    return Payload.owning(
        Wat.compile(
            """
            (module
              (import "cairn" "emit_message"
                (func $emit (param i32 i32 i32 i64 i32) (result i32)))
              (import "cairn" "emit_answer"
                (func $answer (param i64 i32 i32 i64) (result i32)))
              (import "cairn" "next_message"
                (func $next (param i32 i32 i32 i32 i64) (result i32)))
              (import "cairn" "cancel_message" (func $cancel (param i64) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "%s")
              (data (i32.const 63) "\\00%s")
              (func $register
                (i32.store (i32.const 128) (i32.const 63))
                (i32.store (i32.const 132) (i32.const 33))
                (drop (call $emit (i32.const 0) (i32.const 128) (i32.const 1) (i64.const 1)
                  (i32.const 136)))
                (drop (call $next (i32.const 136) (i32.const 1) (i32.const 512) (i32.const 100)
                  (i64.const 1)))
                ;; 14 bytes of head, then 0 for ok
                (if (i32.load8_u (i32.const 526)) (then unreachable)))
              ;; sends the 16 bytes at 1024 to the service and waits: answers next's result
              (func $ask (result i32)
                (i32.store (i32.const 128) (i32.const 1024))
                (i32.store (i32.const 132) (i32.const 16))
                (if (call $emit (i32.const 64) (i32.const 128) (i32.const 1) (i64.const 3)
                  (i32.const 136)) (then unreachable))
                (call $next (i32.const 136) (i32.const 1) (i32.const 2048) (i32.const 1000)
                  (i64.const 1)))
              ;; waits for a message; its bytes are at 4096
              (func $receive (result i32)
                (i64.store (i32.const 256) (i64.const 1))
                (call $next (i32.const 256) (i32.const 1) (i32.const 4096) (i32.const 60000)
                  (i64.const 1)))
              %s)
            """
                .formatted(escaped(INTERFACE), escaped(service), functions)));
  }

  private static String escaped(InterfaceId id) {
    return HexFormat.ofDelimiter("").withPrefix("\\").formatHex(id.hash().toByteArray());
  }
}
