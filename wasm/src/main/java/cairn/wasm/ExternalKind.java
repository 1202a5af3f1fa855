package cairn.wasm;

/** What can be imported and exported, in the order of the binary codes. */
public enum ExternalKind {
  FUNCTION("function"),
  TABLE("table"),
  MEMORY("memory"),
  GLOBAL("global"),
  TAG("tag");

  private final String text;

  ExternalKind(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
