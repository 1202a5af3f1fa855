package cairn.shell;

import cairn.kernel.ProgramId;
import java.util.Collection;

/** What a program's bytes were compared with before they ran. */
public enum Provenance {
  /** With the hash in the address under which the user opened them. */
  VERIFIED,
  /** With the hash that Cairn has of a program that comes with it. */
  SHIPPED,
  /** With nothing: they are a file's, and their hash was computed. */
  FILE;

  /** Of a program that was opened so. {@code shipped}: those that come with Cairn. */
  static Provenance of(Target target, ProgramId program, Collection<Library.Shipped> shipped) {
    return switch (target) {
      case Target.File _ -> FILE;
      case Target.Content _ ->
          shipped.stream().anyMatch(each -> each.program().equals(program)) ? SHIPPED : VERIFIED;
    };
  }
}
