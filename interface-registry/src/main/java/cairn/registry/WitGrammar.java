package cairn.registry;

import cairn.registry.WitParser.Parsed;
import cairn.registry.WitToken.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The grammar of docs/INTERFACES.md by recursive descent.
 *
 * <p>Types may be used before they are defined. A first walk notes where each named type stands;
 * the second parses in order and jumps to a type when its name is met, once: what was built is kept
 * and shared, so a text costs no more than its length, however its types would multiply when they
 * are written out. Writing them out is bounded by {@link CanonicalText}.
 *
 * <p>Each type comes with its measures ({@link MeasuredType}), by which depth and sizes are
 * checked.
 */
final class WitGrammar extends WitCursor {
  private static final Set<String> DEFINING = Set.of("record", "variant", "enum", "flags");

  /** What begins an item in WIT, but not here. */
  private static final Set<String> ELSEWHERE =
      Set.of("use", "resource", "import", "export", "include", "world", "interface", "raw");

  private static final Set<String> TYPE_WORDS =
      Set.of(
          "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char",
          "string", "list", "tuple", "record", "variant", "enum", "flags", "option", "result");

  /** How many names may stand for names in a row; it bounds the recursion of this parser. */
  private static final int MAX_ALIASES = 256;

  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Named> built = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();

  WitGrammar(List<WitToken> tokens) {
    super(tokens);
  }

  /** A named type and the token behind it. */
  private record Named(MeasuredType built, int end) {}

  Parsed parse() {
    try {
      return new Parsed.Ok(definition());
    } catch (Stop stop) {
      return stop.fault;
    }
  }

  private Definition definition() {
    if (peek().isName("package")) {
      at++;
      if (peek().kind() != Kind.PACKAGE) throw expected("a package name, like 'my:things'");
      at++;
      mark(";");
    }
    if (!peek().isName("interface")) throw expected("'interface'");
    at++;
    WitToken head = peek();
    String name = name(NAME);
    mark("{");
    findTypes();
    Optional<String> raw = Optional.empty();
    var messages = new ArrayList<Definition.Message>();
    var names = new HashSet<String>();
    while (!peek().is("}")) {
      if (peek(1).is(":")) {
        if (raw.isPresent()) throw expected("'}': a raw interface has no messages");
        messages.add(message(messages.size(), names));
      } else if (peek().isName("raw") && peek(1).kind() == Kind.LABEL) {
        if (raw.isPresent() || !messages.isEmpty()) throw expected("one label and nothing else");
        raw = Optional.of(label());
      } else if (definesType()) typeDefinition();
      else throw noItem();
    }
    if (messages.isEmpty() && raw.isEmpty()) throw expected("a message");
    at++;
    if (peek().kind() != Kind.END) throw expected("the end of the text");
    return CanonicalText.definition(name, messages, raw)
        .orElseThrow(
            () ->
                new Stop(
                    head,
                    "a canonical text of at most " + WitParser.MAX_CANONICAL + " bytes",
                    "a longer one, with every type written out"));
  }

  private Stop noItem() {
    boolean begun = peek().kind() == Kind.NAME && !ELSEWHERE.contains(peek().text());
    if (!begun) return expected("a message, a type or '}'");
    at++;
    return expected("':'");
  }

  private boolean definesType() {
    return peek().kind() == Kind.NAME
        && (DEFINING.contains(peek().text()) || peek().text().equals("type"));
  }

  /** Notes where the named types stand. Stops quietly at what the second walk will refuse. */
  private void findTypes() {
    int from = at;
    while (peek().kind() != Kind.END && peek().kind() != Kind.BAD && !peek().is("}")) {
      boolean type = !peek(1).is(":") && definesType();
      boolean alias = type && peek().text().equals("type");
      if (type && peek(1).kind() == Kind.NAME) places.putIfAbsent(peek(1).text(), at);
      skipItem(type && !alias ? "}" : ";");
    }
    at = from;
  }

  private void skipItem(String last) {
    int open = 0;
    while (peek().kind() != Kind.END && peek().kind() != Kind.BAD) {
      WitToken token = peek();
      at++;
      if (token.is("{")) open++;
      if (token.is("}")) open--;
      if (open <= 0 && (token.is(last) || open < 0)) return;
    }
  }

  private String label() {
    at++;
    WitToken label = peek();
    boolean fits =
        !label.text().isEmpty()
            && label.text().length() <= WitParser.MAX_NAME
            && label.text().chars().allMatch(c -> c >= ' ' && c <= '~');
    if (!fits)
      throw expected("a label of 1 to " + WitParser.MAX_NAME + " printable ASCII characters");
    at++;
    mark(";");
    return label.text();
  }

  private Definition.Message message(int index, Set<String> names) {
    if (index == WitParser.MAX_MESSAGES)
      throw expected("at most " + WitParser.MAX_MESSAGES + " messages");
    String name = freshName(names);
    mark(":");
    if (!peek().isName("func")) throw expected("'func'");
    at++;
    WitToken open = peek();
    mark("(");
    var parameters = new ArrayList<Type.Named>();
    var taken = new HashSet<String>();
    long size = 1;
    while (!peek().is(")")) {
      String parameter = freshName(taken);
      mark(":");
      MeasuredType type = type(1);
      parameters.add(new Type.Named(parameter, type.type()));
      size += type.fixed();
      checkSize(open, size);
      if (!comma(")")) break;
    }
    mark(")");
    Optional<Type> answer = Optional.empty();
    if (peek().is("->")) {
      at++;
      answer = Optional.of(type(1).type());
    }
    mark(";");
    return new Definition.Message(index, name, parameters, answer);
  }

  /** {@code record name {...}} and the like, or {@code type name = ...;}. */
  private void typeDefinition() {
    WitToken named = peek(1);
    if (named.kind() != Kind.NAME) {
      at++;
      throw expected(NAME);
    }
    if (TYPE_WORDS.contains(named.text())) {
      at++;
      throw expected("a name that no built-in type has");
    }
    if (places.getOrDefault(named.text(), -1) != at) {
      at++;
      throw expected("a name not used before");
    }
    at = named(named, 1).end();
  }

  /** The type of this name, built at its first use. Where the parser stands does not change. */
  private Named named(WitToken use, int depth) {
    Named known = built.get(use.text());
    if (known != null) return known;
    Integer place = places.get(use.text());
    if (place == null) throw new Stop(use, "a type", use.found());
    if (!underWay.add(use.text()))
      throw new Stop(use, "a type that does not contain itself", use.found());
    if (underWay.size() > MAX_ALIASES)
      throw new Stop(use, "at most " + MAX_ALIASES + " names that stand for names", "one more");
    int from = at;
    WitToken kind = tokens.get(place);
    at = place + 2;
    MeasuredType type;
    if (kind.text().equals("type")) {
      mark("=");
      type = type(depth);
      mark(";");
    } else type = body(kind, depth);
    var result = new Named(type, at);
    at = from;
    underWay.remove(use.text());
    built.put(use.text(), result);
    return result;
  }

  private MeasuredType type(int depth) {
    WitToken start = peek();
    if (start.kind() != Kind.NAME) throw expected("a type");
    if (depth > WitParser.MAX_DEPTH) throw tooDeep(start);
    at++;
    MeasuredType type =
        switch (start.text()) {
          case "bool" -> MeasuredType.leaf(Type.Primitive.BOOL, 1);
          case "u8" -> MeasuredType.leaf(Type.Primitive.U8, 1);
          case "u16" -> MeasuredType.leaf(Type.Primitive.U16, 2);
          case "u32" -> MeasuredType.leaf(Type.Primitive.U32, 4);
          case "u64" -> MeasuredType.leaf(Type.Primitive.U64, 8);
          case "s8" -> MeasuredType.leaf(Type.Primitive.S8, 1);
          case "s16" -> MeasuredType.leaf(Type.Primitive.S16, 2);
          case "s32" -> MeasuredType.leaf(Type.Primitive.S32, 4);
          case "s64" -> MeasuredType.leaf(Type.Primitive.S64, 8);
          case "f32" -> MeasuredType.leaf(Type.Primitive.F32, 4);
          case "f64" -> MeasuredType.leaf(Type.Primitive.F64, 8);
          case "char" -> MeasuredType.leaf(Type.Primitive.CHAR, 4);
          case "string" -> MeasuredType.leaf(Type.Primitive.STRING, 1);
          case "list" -> list(depth);
          case "tuple" -> tuple(depth);
          case "option" -> option(depth);
          case "result" -> result(depth);
          case "record", "variant", "enum", "flags" -> body(start, depth);
          default -> named(start, depth).built();
        };
    if (type.depth() > WitParser.MAX_DEPTH - depth + 1) throw tooDeep(start);
    checkSize(start, type.fixed());
    return type;
  }

  private MeasuredType list(int depth) {
    mark("<");
    WitToken where = peek();
    MeasuredType element = type(depth + 1);
    if (element.least() == 0)
      throw new Stop(where, "an element of at least one byte", "a type whose values may take none");
    if (peek().is(",")) {
      at++;
      WitToken count = peek();
      int length = count.kind() == Kind.NUMBER ? Integer.parseInt(count.text()) : 0;
      if (length == 0) throw expected("a length of at least 1");
      at++;
      mark(">");
      return new MeasuredType(
          new Type.FixedList(element.type(), length),
          element.depth() + 1,
          element.least() * length,
          element.fixed() * length);
    }
    mark(">");
    return new MeasuredType(new Type.ListOf(element.type()), element.depth() + 1, 1, 1);
  }

  private MeasuredType tuple(int depth) {
    mark("<");
    var elements = new ArrayList<Type>();
    var sum = new MeasuredType.Sum();
    while (!peek().is(">")) {
      WitToken where = peek();
      MeasuredType element = type(depth + 1);
      elements.add(element.type());
      checkSize(where, sum.add(element));
      if (!comma(">")) break;
    }
    mark(">");
    return sum.of(new Type.Tuple(elements));
  }

  private MeasuredType option(int depth) {
    mark("<");
    MeasuredType some = type(depth + 1);
    mark(">");
    return new MeasuredType(new Type.Option(some.type()), some.depth() + 1, 1, some.fixed() + 1);
  }

  private MeasuredType result(int depth) {
    Optional<MeasuredType> ok = Optional.empty();
    Optional<MeasuredType> err = Optional.empty();
    if (peek().is("<")) {
      at++;
      boolean nothing = peek().is("_");
      if (nothing) at++;
      else ok = Optional.of(type(depth + 1));
      if (nothing || peek().is(",")) {
        mark(",");
        err = Optional.of(type(depth + 1));
      }
      mark(">");
    }
    var choice = new MeasuredType.Choice();
    choice.add(ok);
    choice.add(err);
    return choice.of(new Type.Result(ok.map(MeasuredType::type), err.map(MeasuredType::type)));
  }

  /** The braces of a record, variant, enum or flags. */
  private MeasuredType body(WitToken kind, int depth) {
    mark("{");
    MeasuredType type =
        switch (kind.text()) {
          case "record" -> recordBody(depth);
          case "variant" -> variantBody(depth);
          case "enum" -> {
            var cases = names(WitParser.MAX_CASES, "cases");
            yield MeasuredType.leaf(new Type.Enumeration(cases), 1);
          }
          default -> {
            var names = names(WitParser.MAX_FLAGS, "flags");
            yield MeasuredType.leaf(new Type.FlagSet(names), (names.size() + 7) / 8);
          }
        };
    mark("}");
    return type;
  }

  private MeasuredType recordBody(int depth) {
    var fields = new ArrayList<Type.Named>();
    var taken = new HashSet<String>();
    var sum = new MeasuredType.Sum();
    do {
      WitToken where = peek();
      String name = freshName(taken);
      mark(":");
      MeasuredType type = type(depth + 1);
      fields.add(new Type.Named(name, type.type()));
      checkSize(where, sum.add(type));
    } while (comma("}"));
    return sum.of(new Type.RecordOf(fields));
  }

  private MeasuredType variantBody(int depth) {
    var cases = new ArrayList<Type.VariantCase>();
    var taken = new HashSet<String>();
    var choice = new MeasuredType.Choice();
    do {
      if (cases.size() == WitParser.MAX_CASES)
        throw expected("at most " + WitParser.MAX_CASES + " cases");
      String name = freshName(taken);
      Optional<MeasuredType> payload = Optional.empty();
      if (peek().is("(")) {
        at++;
        payload = Optional.of(type(depth + 1));
        mark(")");
      }
      cases.add(new Type.VariantCase(name, payload.map(MeasuredType::type)));
      choice.add(payload);
    } while (comma("}"));
    return choice.of(new Type.Variant(cases));
  }

  private List<String> names(int most, String what) {
    var names = new ArrayList<String>();
    var taken = new HashSet<String>();
    do {
      if (names.size() == most) throw expected("at most " + most + " " + what);
      names.add(freshName(taken));
    } while (comma("}"));
    return names;
  }

  private static void checkSize(WitToken where, long size) {
    if (size > WitParser.MAX_STATIC_SIZE)
      throw new Stop(
          where, "a fixed size of at most " + WitParser.MAX_STATIC_SIZE + " bytes", "more");
  }

  private static Stop tooDeep(WitToken where) {
    return new Stop(where, "types at most " + WitParser.MAX_DEPTH + " deep", "a deeper one");
  }
}
