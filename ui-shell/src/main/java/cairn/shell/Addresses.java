package cairn.shell;

import cairn.registry.ContentAddress;

/** Reads what may be typed for content. Any thread; never blocks, asks no network. */
@FunctionalInterface
public interface Addresses {
  /** What came of reading. */
  sealed interface Reading {
    /** It names this. */
    record Address(ContentAddress address) implements Reading {}

    /**
     * It does not parse.
     *
     * @param at the index of the first wrong character, or -1
     * @param sentence what is wrong with it, said exactly, ending without a full stop
     */
    record Fault(int at, String sentence) implements Reading {}
  }

  /** Reads a text without blanks around it. */
  Reading read(String text);
}
