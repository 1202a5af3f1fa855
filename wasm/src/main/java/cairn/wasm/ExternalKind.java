package cairn.wasm;

import java.util.List;

/** What can be imported and exported, in the order of the binary codes. */
public enum ExternalKind {
  FUNCTION("function"),
  TABLE("table"),
  MEMORY("memory"),
  GLOBAL("global"),
  TAG("tag");

  private static final List<ExternalKind> ALL = List.of(values());

  private final String text;

  ExternalKind(String text) {
    this.text = text;
  }

  /** The one of a binary code. */
  static ExternalKind of(int code) {
    return ALL.get(code);
  }

  @Override
  public String toString() {
    return text;
  }
}
