package cairn.app;

import cairn.registry.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;

/**
 * The last line of defence of the command line: a failure nobody made a sentence for. Says what it
 * was; a class's name and a stack only on demand.
 */
final class Failures {
  /** Characters of a sentence: a failure's words may be a stranger's. */
  private static final int LONGEST = 4000;

  private Failures() {}

  /** Says what went wrong, and returns the exit code. */
  static int tell(Exception failure, PrintWriter err) {
    if (failure instanceof Sentence sentence) {
      err.println("cairn: " + plain("" + sentence.getMessage()));
      return sentence.exitCode();
    }
    boolean stack = System.getenv("CAIRN_STACK") != null;
    if (stack) failure.printStackTrace(err);
    if (failure instanceof IOException e) {
      err.println("cairn: " + plain(sentence(e)));
      return ExitCodes.IO;
    }
    err.println(
        "cairn: this is a defect of Cairn"
            + (stack ? "" : "; CAIRN_STACK=1 in the environment shows where"));
    return ExitCodes.DEFECT;
  }

  /** What could not be done with which file. */
  static String sentence(IOException failure) {
    if (!(failure instanceof FileSystemException at) || at.getFile() == null)
      return "a file could not be read or written: " + FileWords.of(failure);
    return at.getFile() + " could not be read or written: " + FileWords.of(failure);
  }

  private static String plain(String words) {
    return PlainText.shortened(words, LONGEST);
  }
}
