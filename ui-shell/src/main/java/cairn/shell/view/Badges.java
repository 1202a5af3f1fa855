package cairn.shell.view;

import cairn.shell.Provenance;
import org.kordamp.ikonli.feather.Feather;

/** The sign and the words that say what a program's bytes were compared with. */
final class Badges {
  private Badges() {}

  static Feather icon(Provenance of) {
    return switch (of) {
      case VERIFIED -> Feather.CHECK;
      case SHIPPED -> Feather.PACKAGE;
      case FILE -> Feather.FILE;
    };
  }

  /** Keys of {@link cairn.shell.Words}. */
  static String word(Provenance of) {
    return switch (of) {
      case VERIFIED -> "address.verified";
      case SHIPPED -> "address.shipped";
      case FILE -> "address.file";
    };
  }

  static String tip(Provenance of) {
    return word(of) + ".tip";
  }

  /** A sentence for the card. */
  static String sentence(Provenance of) {
    return switch (of) {
      case VERIFIED -> "card.checked";
      case SHIPPED -> "card.checked.shipped";
      case FILE -> "card.checked.file";
    };
  }
}
