package cairn.shell.inspect;

import cairn.kernel.MessageTrace.Bodies;
import cairn.registry.BodyLayout;
import cairn.registry.BodyLayout.Part;
import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Type;
import cairn.registry.Value;
import cairn.registry.ValueText;
import cairn.shell.PlainWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything about one message: its head, its bodies if they were recorded, and what the definition
 * makes of them, line by line with the bytes it comes from.
 *
 * @param cut whether one of the bodies is only the beginning
 */
public record MessageDetails(
    MessageRow row,
    Timing timing,
    Optional<Payload> message,
    Optional<Payload> answer,
    boolean cut,
    List<Line> lines) {
  private static final int MOST_LINES = 400;
  private static final int MOST_TEXT = 96;

  /** Which of the bodies. */
  public enum Side {
    /** What was sent. */
    MESSAGE,
    /** What came back. */
    ANSWER
  }

  /**
   * One line of the decoded tree.
   *
   * @param depth from 0
   * @param name of the field; empty for a line that only goes on
   * @param from its first byte; {@code to}: behind its last; equal for a line without bytes
   */
  public record Line(Side side, int depth, String name, String value, int from, int to) {}

  public MessageDetails {
    lines = List.copyOf(lines);
  }

  static MessageDetails of(MessageRow row, Optional<Definition> definition, Optional<Bodies> kept) {
    var message = kept.flatMap(Bodies::message);
    var answer = kept.flatMap(Bodies::answer);
    var lines = new ArrayList<Line>();
    var called = definition.flatMap(is -> MessageNames.message(is, row.row().message()));
    if (called.isPresent()) {
      message.ifPresent(
          body -> {
            var parts = BodyLayout.ofCall(called.get(), body);
            for (int i = 0; i < parts.size(); i++)
              add(
                  lines,
                  Side.MESSAGE,
                  0,
                  called.get().parameters().get(i).name(),
                  Optional.of(called.get().parameters().get(i).type()),
                  parts.get(i));
            if (MessageCodec.decodeCall(definition.orElseThrow(), body)
                instanceof MessageCodec.Decoded.Malformed<MessageCodec.Call>(int at, String why))
              lines.add(unread(Side.MESSAGE, at, why, body));
          });
      answer.ifPresent(
          body -> {
            for (var part : BodyLayout.ofAnswer(called.get(), body))
              add(lines, Side.ANSWER, 0, "", called.get().answer(), part);
          });
    }
    return new MessageDetails(
        row, row.timing(), message, answer, kept.map(Bodies::cut).orElse(false), lines);
  }

  private static Line unread(Side side, int at, String why, Payload body) {
    int from = Math.min(at, body.length());
    return new Line(
        side, 0, "", InspectWords.say("body.malformed", from, why), from, body.length());
  }

  private static void add(
      List<Line> lines, Side side, int depth, String name, Optional<Type> type, Part part) {
    if (lines.size() >= MOST_LINES || (depth > 0 && part.value().equals(Value.UNIT))) return;
    boolean leaf = part.parts().isEmpty() || ValueText.endpoint(part.value()).isPresent();
    lines.add(
        new Line(
            side,
            depth,
            name,
            leaf ? leaf(part.value(), type) : head(part.value()),
            part.from(),
            part.to()));
    if (lines.size() == MOST_LINES)
      lines.add(new Line(side, depth, "", InspectWords.say("body.more"), part.to(), part.to()));
    if (leaf) return;
    for (int i = 0; i < part.parts().size(); i++)
      add(lines, side, depth + 1, inner(part.value(), i), Optional.empty(), part.parts().get(i));
  }

  /** What stands before the parts inside. */
  private static String head(Value value) {
    return switch (value) {
      case Value.Case(String name, Optional<Value> _) -> name;
      case Value.Items items -> InspectWords.say("body.items", items.items().size());
      case Value.Fields _ -> "";
      case Value.Bool _,
          Value.Unsigned _,
          Value.Signed _,
          Value.F32 _,
          Value.F64 _,
          Value.Char _,
          Value.Text _,
          Value.Bytes _,
          Value.Flags _ ->
          leaf(value, Optional.empty());
    };
  }

  private static String leaf(Value value, Optional<Type> type) {
    if (value.equals(Value.UNIT)) return InspectWords.say("body.nothing");
    String text = PlainWords.of(ValueText.of(value, MOST_TEXT));
    return type.orElse(Type.Primitive.STRING) instanceof Type.Primitive primitive
            && value instanceof Value.Unsigned
        ? text + "  " + primitive.name().toLowerCase(java.util.Locale.ROOT)
        : text;
  }

  private static String inner(Value value, int index) {
    return switch (value) {
      case Value.Fields fields -> fields.fields().get(index).name();
      case Value.Items _ -> "[" + index + "]";
      case Value.Case _,
          Value.Bool _,
          Value.Unsigned _,
          Value.Signed _,
          Value.F32 _,
          Value.F64 _,
          Value.Char _,
          Value.Text _,
          Value.Bytes _,
          Value.Flags _ ->
          "";
    };
  }

  /** The innermost line that holds a byte. */
  public Optional<Line> at(Side side, int offset) {
    return lines.stream()
        .filter(line -> line.side() == side && line.from() <= offset && offset < line.to())
        .reduce((outer, inner) -> inner);
  }
}
