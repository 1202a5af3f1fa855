package cairn.shell;

import java.util.List;

/**
 * Why a program did not come to run, as a page says it.
 *
 * @param happened a sentence or two
 * @param tried who was asked, or what was looked at; may be empty
 * @param canBeDone a sentence
 * @param remedies buttons, the most promising first
 * @param entries names in a directory, each of which may be the program; may be empty
 */
public record FailureText(
    String title,
    String happened,
    List<String> tried,
    String canBeDone,
    List<Remedy> remedies,
    List<String> entries) {
  /** What the user can do about it with one click. */
  public enum Remedy {
    /** Once more. */
    TRY_AGAIN,
    /** Back to the address bar. */
    EDIT_ADDRESS,
    /** The list of gateways. */
    GATEWAYS,
    /** Who handles the loader. */
    INTERFACES,
    /** What runs. */
    PROCESSES,
    /** Another recording. */
    CHOOSE_RECORDING
  }

  public FailureText {
    tried = List.copyOf(tried);
    remedies = List.copyOf(remedies);
    entries = List.copyOf(entries);
  }
}
