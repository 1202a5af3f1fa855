package cairn.shell;

import cairn.kernel.LoadStage;
import java.util.OptionalDouble;

/**
 * The loading of a program in words.
 *
 * @param step which of the three steps: 0 finding, 1 fetching, 2 preparing
 * @param detail amounts and the source; may be empty
 * @param share from 0 to 1, empty while it cannot be known
 */
public record LoadingText(int step, String detail, OptionalDouble share) {
  /** Says how far it is. */
  public static LoadingText of(LoadStage stage) {
    return switch (stage) {
      case LoadStage.Finding() -> new LoadingText(0, "", OptionalDouble.empty());
      case LoadStage.Fetching(long bytes, long total, int blocks, var from) ->
          new LoadingText(1, fetching(bytes, total, blocks, from), share(bytes, total));
      case LoadStage.Preparing(long bytes) ->
          new LoadingText(2, Amounts.bytes(bytes), OptionalDouble.empty());
    };
  }

  private static OptionalDouble share(long bytes, long total) {
    return total <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.min(1, (double) bytes / total));
  }

  private static String fetching(long bytes, long total, int blocks, String from) {
    var amount =
        total > 0
            ? Words.say("loading.bytes-of", Amounts.bytes(bytes), Amounts.bytes(total))
            : Amounts.bytes(bytes);
    var text = Words.say("loading.blocks", amount, blocks);
    return from.isEmpty() ? text : Words.say("loading.from", text, from);
  }
}
