package cairn.registry;

import cairn.registry.WitParser.Parsed;
import cairn.registry.WitToken.Kind;
import java.util.List;
import java.util.Set;

/** A place in a definition's tokens, and what the grammar asks of it. Confined to one parse. */
abstract sealed class WitCursor permits WitGrammar {
  static final String NAME = "a name in lower case, like 'read-all'";

  final List<WitToken> tokens;
  int at;

  WitCursor(List<WitToken> tokens) {
    this.tokens = tokens;
  }

  /** Ends the descent; caught by {@link WitGrammar#parse}. */
  static final class Stop extends RuntimeException {
    final transient Parsed.Fault fault;

    Stop(WitToken where, String expected, String found) {
      super(null, null, false, false);
      fault = new Parsed.Fault(where.line(), where.column(), expected, found);
    }
  }

  final String name(String expected) {
    if (peek().kind() != Kind.NAME) throw expected(expected);
    return tokens.get(at++).text();
  }

  final String freshName(Set<String> taken) {
    if (peek().kind() == Kind.NAME && !taken.add(peek().text()))
      throw expected("a name not used before");
    return name(NAME);
  }

  final void mark(String text) {
    if (!peek().is(text)) throw expected("'" + text + "'");
    at++;
  }

  /** Takes a comma; false when the closing mark follows, with or without one before it. */
  final boolean comma(String closing) {
    if (peek().is(closing)) return false;
    if (!peek().is(",")) throw expected("',' or '" + closing + "'");
    at++;
    return !peek().is(closing);
  }

  final WitToken peek() {
    return peek(0);
  }

  final WitToken peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  final Stop expected(String what) {
    return new Stop(peek(), what, peek().found());
  }
}
