package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Wat;
import cairn.registry.Payload;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The NaNs of runs that are to be repeated. */
final class CanonicalNansTest {
  private static final long CANONICAL_32 = 0x7fc00000L;
  private static final long CANONICAL_64 = 0x7ff8000000000000L;

  private final Guests guests = new Guests();
  private final AtomicLong seen = guests.seen();

  @AfterEach
  void close() {
    guests.close();
  }

  private long seenBy(String wat) {
    byte[] module = Wat.compile(wat);
    var prepared =
        guests.engine.prepare(
            Guests.id(module),
            Payload.copyOf(module),
            Guests.LIMIT,
            new Engine.Preparation(guests.by.programs(), guests.by.unwanted(), true));
    assertThat(prepared).isInstanceOf(Engine.Prepared.Ready.class);
    var code = ((Engine.Prepared.Ready) prepared).code();
    var made = code.instantiate(guests.functions, guests.purse, guests.timer);
    assertThat(made).isInstanceOf(Engine.Instantiated.Ok.class);
    assertThat(guests.run(((Engine.Instantiated.Ok) made).guest()))
        .isEqualTo(new Engine.Outcome.Exited(0));
    return seen.get();
  }

  private static String module(String body) {
    return """
        (module (import "test" "seen" (func $seen (param i64))) (memory 1)
          (func $in (param i32 f32 f64) (result i64) (local i64 f32)
            %s)
          (func (export "_start")
            (call $seen (call $in (i32.const 8)
              (f32.reinterpret_i32 (i32.const 0xffa12345))
              (f64.reinterpret_i64 (i64.const 0xfff4123456789abc))))))
        """
        .formatted(body);
  }

  @Test
  void arithmeticOnANanGivesTheCanonicalOne() {
    for (String operation : new String[] {"add", "sub", "mul", "div", "min", "max"}) {
      assertThat(
              seenBy(
                  module(
                      "(i64.extend_i32_u (i32.reinterpret_f32 (f32.%s (local.get 1) (f32.const 2))))"
                          .formatted(operation))))
          .as("f32." + operation)
          .isEqualTo(CANONICAL_32);
      assertThat(
              seenBy(
                  module(
                      "(i64.reinterpret_f64 (f64.%s (f64.const 2) (local.get 2)))"
                          .formatted(operation))))
          .as("f64." + operation)
          .isEqualTo(CANONICAL_64);
    }
    for (String operation : new String[] {"ceil", "floor", "trunc", "nearest", "sqrt"}) {
      assertThat(
              seenBy(
                  module(
                      "(i64.extend_i32_u (i32.reinterpret_f32 (f32.%s (local.get 1))))"
                          .formatted(operation))))
          .as("f32." + operation)
          .isEqualTo(CANONICAL_32);
      assertThat(
              seenBy(module("(i64.reinterpret_f64 (f64.%s (local.get 2)))".formatted(operation))))
          .as("f64." + operation)
          .isEqualTo(CANONICAL_64);
    }
    assertThat(
            seenBy(
                module("(i64.extend_i32_u (i32.reinterpret_f32 (f32.demote_f64 (local.get 2))))")))
        .isEqualTo(CANONICAL_32);
    assertThat(seenBy(module("(i64.reinterpret_f64 (f64.promote_f32 (local.get 1)))")))
        .isEqualTo(CANONICAL_64);
    assertThat(seenBy(module("(i64.reinterpret_f64 (f64.div (f64.const 0) (f64.const 0)))")))
        .isEqualTo(CANONICAL_64);
  }

  @Test
  void whatIsExactStaysExact() {
    // A NaN that is only moved keeps its bits, beside arithmetic.
    assertThat(
            seenBy(
                module(
                    """
                    (drop (f64.add (f64.const 1) (f64.const 2)))
                    (f64.store (i32.const 16) (local.get 2))
                    (i64.load (i32.const 16))
                    """)))
        .isEqualTo(0xfff4123456789abcL);
    assertThat(
            seenBy(
                module("(i64.reinterpret_f64 (f64.neg (f64.mul (f64.const 1.5) (f64.const -3))))")))
        .isEqualTo(Double.doubleToRawLongBits(4.5));
    assertThat(seenBy(module("(i64.reinterpret_f64 (f64.sub (f64.const -0) (f64.const 0)))")))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
    assertThat(
            seenBy(
                module(
                    """
                    (local.set 3 (i64.const 40))
                    (local.set 4 (f32.add (f32.const 1) (f32.const 1)))
                    (i64.add (local.get 3) (i64.trunc_f32_s (local.get 4)))
                    """)))
        .isEqualTo(42);
  }

  @Test
  void arithmeticIsThatOfJava() {
    var random = new Random(3);
    String[] binary = {"add", "sub", "mul", "div", "min", "max", "copysign"};
    var body = new StringBuilder("(local f64)\n");
    long expected = 0;
    double value = 1;
    for (int i = 0; i < 200; i++) {
      int which = random.nextInt(4);
      double other = random.nextInt(10) == 0 ? 0 : random.nextGaussian();
      body.append(
          "(local.set 5 (f64.%s (local.get 5) (f64.reinterpret_i64 (i64.const %d))))%n"
              .formatted(binary[which], Double.doubleToRawLongBits(other)));
      body.append(
          "(local.set 3 (i64.xor (i64.rotl (local.get 3) (i64.const 7)) (i64.reinterpret_f64 (local.get 5))))\n");
      value =
          switch (which) {
            case 0 -> value + other;
            case 1 -> value - other;
            case 2 -> value * other;
            default -> value / other;
          };
      expected = Long.rotateLeft(expected, 7) ^ Double.doubleToLongBits(value);
    }
    body.insert(body.indexOf("\n") + 1, "(local.set 5 (f64.const 1))\n").append("(local.get 3)");

    assertThat(seenBy(module(body.toString()))).isEqualTo(expected);
    assertThat(Double.isNaN(value)).as("the test gets to a NaN").isTrue();
  }
}
