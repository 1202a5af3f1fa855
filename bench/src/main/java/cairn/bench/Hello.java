package cairn.bench;

/** The least that a JVM can be started for: what a start is compared with. */
public final class Hello {
  private Hello() {}

  /** Prints a line. */
  public static void main(String[] arguments) {
    System.out.println("Hello!");
  }
}
