package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.security.SecureRandom;

/**
 * Answers {@code random}. The JDK's default generator takes its seed and its bytes from the system
 * without ever waiting for entropy ({@code /dev/urandom} on Unix); unlike {@link
 * SecureRandom#getInstanceStrong}, which may block.
 */
public final class RandomHandler implements NativeHandler {
  private final Definition definition;
  private final SecureRandom random = new SecureRandom();

  /** With the system's generator. */
  public RandomHandler(Interfaces interfaces) {
    this.definition = interfaces.shipped("random").definition();
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    int count = (int) ((Value.Unsigned) call.arguments().get(0)).value();
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    call.answer(Value.bytes(Payload.owning(bytes)));
  }

  @Override
  public void ended(Pid pid) {
    // Nothing is kept for a process.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
