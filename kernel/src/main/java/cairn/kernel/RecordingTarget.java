package cairn.kernel;

import cairn.registry.Payload;
import java.io.IOException;

/**
 * Where the log of a recorded process goes (docs/RECORDING.md). All calls come from one virtual
 * thread of the kernel, one after the other; it may block there, and then the process waits as soon
 * as what is not written yet fills the bounded queue between them.
 */
public interface RecordingTarget {
  /**
   * Puts these bytes behind all that came before. An exception ends the recording and leaves the
   * process running.
   */
  void append(Payload bytes) throws IOException;

  /**
   * Nothing more comes. Called once for every process that came to run, before {@link Kernel#ended}
   * completes; when a recording ends before its process, at once.
   */
  void ended(RecordingEnd how);
}
