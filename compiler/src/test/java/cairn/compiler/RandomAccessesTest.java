package cairn.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What compiled functions do to memories, compared with a model. So many accesses for each width as
 * the property {@code cairn.accesses} says.
 */
final class RandomAccessesTest {
  private static final long ACCESSES = Long.getLong("cairn.accesses", 30_000);
  private static final long SEED = Long.getLong("cairn.seed", 20261130);
  private static final long FEW = 20_000;

  @Test
  void everyAccessDoesWhatTheModelDoes() throws Exception {
    Map<Integer, Long> done = RandomAccesses.run(SEED, ACCESSES);

    System.out.println("random accesses by width, 0 for bulk, seed " + SEED + ": " + done);
    for (int width : new int[] {1, 2, 4, 8, 16}) {
      assertThat(done.get(width)).isGreaterThanOrEqualTo(ACCESSES);
    }
  }

  // Each check is wrong by so little that what it lets pass is reserved address space.

  @Test
  void theComparisonFindsACheckOf32BitsThatLetsOneByteTooManyPass() {
    assertFound(new Wrong("at", "(IIIJ)J", Opcode.LADD, 1, -1)); // at + size
  }

  @Test
  void theComparisonFindsACheckOf32BitsThatLetsOneByteTooFewPass() {
    assertFound(new Wrong("at", "(IIIJ)J", Opcode.LADD, 1, 1));
  }

  @Test
  void theComparisonFindsACheckOf64BitsThatLetsOneByteTooManyPass() {
    assertFound(new Wrong("at", "(JJIJ)J", Opcode.LSUB, 0, 1)); // limit - size
  }

  @Test
  void theComparisonFindsARangeThatMayEndBehindTheMemory() {
    assertFound(new Wrong("checkRange", "(JJJ)V", Opcode.LSUB, 0, 1)); // limit - length
  }

  /** Bounds with a number added to the result of the instruction that is this one of its kind. */
  private record Wrong(String method, String type, Opcode opcode, int number, long more) {
    boolean matches(CodeElement code) {
      return code instanceof OperatorInstruction operator && operator.opcode() == opcode;
    }
  }

  private static void assertFound(Wrong wrong) {
    assertThatThrownBy(() -> runWith(wrong))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected");
  }

  /** Compares in a class loader that has all classes anew, and wrong ones in one place. */
  private static void runWith(Wrong wrong) throws Throwable {
    var loader = new Wronged(wrong);
    var run =
        loader.loadClass(RandomAccesses.class.getName()).getDeclaredMethod("runFor", long.class);
    run.setAccessible(true);
    try {
      run.invoke(null, FEW);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static final class Wronged extends ClassLoader {
    private static final String BOUNDS = "cairn.compiler.runtime.Bounds";
    private final Wrong wrong;

    Wronged(Wrong wrong) {
      super(RandomAccessesTest.class.getClassLoader());
      this.wrong = wrong;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) return loaded;
        if (!name.startsWith("cairn.")) return super.loadClass(name, resolve);
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
          if (in == null) throw new ClassNotFoundException(name);
          byte[] bytes = in.readAllBytes();
          if (name.equals(BOUNDS)) bytes = changed(bytes);
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }

    private byte[] changed(byte[] bytes) {
      ClassModel model = ClassFile.of().parse(bytes);
      var left = new int[] {wrong.number()};
      ClassTransform transform =
          ClassTransform.transformingMethodBodies(
              method ->
                  method.methodName().equalsString(wrong.method())
                      && method.methodType().equalsString(wrong.type()),
              CodeTransform.ofStateful(
                  () ->
                      (builder, element) -> {
                        builder.with(element);
                        if (wrong.matches(element) && left[0]-- == 0) {
                          builder.loadConstant(wrong.more()).ladd();
                        }
                      }));
      byte[] result = ClassFile.of().transformClass(model, transform);
      if (left[0] >= 0) throw new IllegalStateException("nothing to change: " + wrong);
      return result;
    }
  }
}
