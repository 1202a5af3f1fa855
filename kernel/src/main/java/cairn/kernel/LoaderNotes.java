package cairn.kernel;

import java.util.Optional;

/**
 * What the native loader knows beyond the words of its interface, for the kernel's messages to the
 * user only. Keyed by the handle that {@code loader.open} gave; known until that handle is closed.
 * Any thread; never blocks. Has nothing to say about handles of a loader that is a program.
 */
public interface LoaderNotes {
  /** Why this load failed, in full; empty while it has not. */
  Optional<LoadFault> fault(int handle);

  /** Where its latest bytes came from, for people; empty text when not known. */
  String from(int handle);
}
