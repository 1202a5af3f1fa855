package cairn.kernel.host.files;

import java.util.Locale;

/** What a name stands for. */
enum Kind {
  FILE,
  FOLDER,
  LINK,
  OTHER;

  /** By stat's S_IFMT bits. */
  static Kind ofMode(int mode) {
    return switch (mode & 0170000) {
      case 0100000 -> FILE;
      case 0040000 -> FOLDER;
      case 0120000 -> LINK;
      default -> OTHER;
    };
  }

  /** The case of {@code files.kind}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
