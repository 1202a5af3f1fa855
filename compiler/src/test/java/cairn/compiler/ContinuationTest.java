package cairn.compiler;

import static cairn.compiler.Binary.I32;
import static cairn.compiler.Binary.body;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.i32;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.compiler.runtime.Instance;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Guests run in continuations of the JDK, which the embedder makes; here by reflection. */
final class ContinuationTest {
  @Test
  void aPollMayYieldTheContinuationThatTheGuestRunsIn() throws Exception {
    Class<?> scopeClass = Class.forName("jdk.internal.vm.ContinuationScope");
    Class<?> continuationClass = Class.forName("jdk.internal.vm.Continuation");
    Object scope = scopeClass.getConstructor(String.class).newInstance("guest");
    Method yield = continuationClass.getMethod("yield", scopeClass);
    // do { x = x - 1 } while (x); return x + 5, with a poll in each round
    byte[] module =
        Binary.function(
            functionType(bytes(I32), bytes(I32)),
            body(0x03, 0x40, 0x20, 0, i32(1), 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 0, i32(5), 0x6a));
    Instance instance =
        Fixture.instantiate(
            Fixture.compile(module),
            polled -> {
              polled.raisePoll();
              try {
                yield.invoke(null, scope);
              } catch (ReflectiveOperationException e) {
                throw new LinkageError("no continuations", e);
              }
            });
    instance.raisePoll();
    var result = new AtomicLong();
    Object continuation =
        continuationClass
            .getConstructor(scopeClass, Runnable.class)
            .newInstance(scope, (Runnable) () -> result.set(instance.invoke(0, 10)));

    int runs = 0;
    while (!(boolean) continuationClass.getMethod("isDone").invoke(continuation)) {
      continuationClass.getMethod("run").invoke(continuation);
      runs++;
    }

    // Ten polls in the loop's head, none in the function's as it calls nothing; the last run ends.
    assertThat(runs).isEqualTo(11);
    assertThat(result).hasValue(5);
  }
}
