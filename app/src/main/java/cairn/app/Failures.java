package cairn.app;

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
  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult words) {
    PrintWriter err = command.getErr();
    if (failure instanceof Sentence sentence) {
      err.println("cairn: " + sentence.getMessage());
      return sentence.exitCode();
    }
    if (failure instanceof IOException) {
      err.println("cairn: " + failure);
      return ExitCodes.IO;
    }
    err.println("cairn: this is a defect of Cairn: " + failure);
    if (System.getenv("CAIRN_STACK") != null) failure.printStackTrace(err);
    return ExitCodes.DEFECT;
  }
}
