package cairn.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as it is written by tools: objects, arrays and strings; other values stay text. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** An object as a Map, an array as a List, anything else as a String. */
  static Object parse(String text) {
    return new Json(text).value();
  }

  /** A text of an object, or the other one if it has none of that name. */
  static String text(Map<?, ?> object, String name, String otherwise) {
    return object.get(name) instanceof String text ? text : otherwise;
  }

  /** A list of an object; empty if it has none of that name. */
  static List<?> list(Map<?, ?> object, String name) {
    return object.get(name) instanceof List<?> list ? list : List.of();
  }

  private Object value() {
    skipSpace();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> word();
    };
  }

  private void skipSpace() {
    while (at < text.length() && text.charAt(at) <= ' ') at++;
  }

  /** Whether the next character is this one, which is then skipped. */
  private boolean skip(char wanted) {
    skipSpace();
    if (text.charAt(at) != wanted) return false;
    at++;
    return true;
  }

  private Map<String, Object> object() {
    var object = new LinkedHashMap<String, Object>();
    at++;
    while (!skip('}')) {
      skip(',');
      skipSpace();
      String name = string();
      if (!skip(':')) throw new IllegalArgumentException("no colon at " + at);
      object.put(name, value());
    }
    return object;
  }

  private List<Object> array() {
    var array = new ArrayList<Object>();
    at++;
    while (!skip(']')) {
      skip(',');
      array.add(value());
    }
    return array;
  }

  private String string() {
    var string = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = text.charAt(++at);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
      }
      default -> c;
    };
  }

  private String word() {
    int start = at;
    while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) at++;
    return text.substring(start, at);
  }
}
