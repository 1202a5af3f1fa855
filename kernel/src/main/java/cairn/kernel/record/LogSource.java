package cairn.kernel.record;

import java.io.IOException;
import java.io.InputStream;

/** A log that is kept somewhere. Opened twice: to check all of it, and to replay it. */
@FunctionalInterface
public interface LogSource {
  /** The log from its first byte; closed by who opened it, read by one virtual thread. */
  InputStream open() throws IOException;
}
