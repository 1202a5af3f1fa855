package cairn.shell.inspect;

import cairn.kernel.Limits;
import java.util.Map;

/** What the user typed as a process's limits. */
public sealed interface LimitChange {
  /** These. */
  record Ok(Limits limits) implements LimitChange {}

  /** One of them cannot be read; {@code why}: a sentence. */
  record Wrong(LimitField field, String why) implements LimitChange {}

  /** Reads the fields; one that is absent stays as it is {@code now}. */
  static LimitChange of(Limits now, Map<LimitField, String> texts) {
    var limits = now;
    for (var field : LimitField.values()) {
      var text = texts.get(field);
      if (text == null) continue;
      var read = field.read(text, limits);
      if (read.isEmpty()) return new Wrong(field, field.fault());
      limits = read.get();
    }
    return new Ok(limits);
  }
}
