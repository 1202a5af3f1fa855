package cairn.kernel.host.files;

import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Set;

/** Between the values of {@code files} and what they mean. Immutable. */
record FileArguments(List<Value> in) {
  long number(int index) {
    return ((Value.Unsigned) in.get(index)).value();
  }

  int handle(int index) {
    return (int) number(index);
  }

  boolean bool(int index) {
    return ((Value.Bool) in.get(index)).value();
  }

  String text(int index) {
    return ((Value.Text) in.get(index)).value();
  }

  Payload bytes(int index) {
    return ((Value.Bytes) in.get(index)).value();
  }

  Set<String> how(int index) {
    return Set.copyOf(((Value.Flags) in.get(index)).set());
  }

  When when(int index) {
    var when = (Value.Case) in.get(index);
    return switch (when.name()) {
      case "keep" -> new When.Keep();
      case "now" -> new When.Now();
      default -> new When.At(((Value.Unsigned) when.payload().orElseThrow()).value());
    };
  }

  static Value status(Status status) {
    return Value.record(
        Value.field("device", Value.unsigned(status.device())),
        Value.field("node", Value.unsigned(status.node())),
        Value.field("kind", Value.named(status.kind().word())),
        Value.field("names", Value.unsigned(status.names() & 0xffff_ffffL)),
        Value.field("size", Value.unsigned(status.size())),
        Value.field("accessed", Value.unsigned(status.accessed())),
        Value.field("modified", Value.unsigned(status.modified())),
        Value.field("changed", Value.unsigned(status.changed())));
  }
}
