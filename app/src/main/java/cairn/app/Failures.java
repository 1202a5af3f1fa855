package cairn.app;

import cairn.registry.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * The last line of defence of the command line: a failure nobody made a sentence for. Shows what it
 * was; a stack only on demand.
 */
final class Failures implements IExecutionExceptionHandler {
  /** Characters of a sentence: a failure's words may be a stranger's. */
  private static final int LONGEST = 4000;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult words) {
    PrintWriter err = command.getErr();
    if (failure instanceof Sentence sentence) {
      err.println("cairn: " + plain("" + sentence.getMessage()));
      return sentence.exitCode();
    }
    if (failure instanceof IOException) {
      err.println("cairn: " + plain(failure.toString()));
      return ExitCodes.IO;
    }
    err.println("cairn: this is a defect of Cairn: " + plain(failure.toString()));
    if (System.getenv("CAIRN_STACK") != null) failure.printStackTrace(err);
    return ExitCodes.DEFECT;
  }

  private static String plain(String words) {
    return PlainText.line(words, LONGEST);
  }
}
