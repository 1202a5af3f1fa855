package cairn.shell;

import java.util.List;

/**
 * What the user has to know about Cairn itself, on whatever page they are. Asked with every look at
 * the kernel; never blocks. Any thread.
 */
public interface Notices {
  /**
   * One sentence or a few.
   *
   * @param dismissable whether it goes away when the user has read it, and not before; otherwise it
   *     goes when it is no longer so
   */
  record Notice(String text, boolean dismissable) {}

  /** What is to be said now, the most important first; usually nothing. */
  List<Notice> now();

  /** The user has read it. */
  void dismiss(Notice notice);

  /** Nothing to say, ever. */
  static Notices none() {
    return new Notices() {
      @Override
      public List<Notice> now() {
        return List.of();
      }

      @Override
      public void dismiss(Notice notice) {}
    };
  }
}
