package cairn.permissions.view;

import cairn.kernel.ProgramId;

/**
 * What Cairn knows of a program, in a few words for the line under its name: "verified · first
 * opened today". On the JavaFX thread; never blocks.
 */
@FunctionalInterface
public interface ProgramRemarks {
  /** The words, or nothing. */
  String about(ProgramId program);
}
