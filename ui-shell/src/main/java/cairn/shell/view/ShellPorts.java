package cairn.shell.view;

import cairn.kernel.Kernel;
import cairn.kernel.ProgramNames;
import cairn.shell.Library;
import cairn.shell.LogLines;
import cairn.shell.Notices;
import cairn.shell.Recordings;
import cairn.shell.Settings;
import cairn.shell.Surroundings;
import java.time.InstantSource;
import java.util.List;

/**
 * All that the shell needs of others, wired once by the application.
 *
 * @param pages the pages of others, in the order of the rail; the shell adds start, settings and
 *     about
 * @param version of the application, shown by {@code cairn:about}
 */
public record ShellPorts(
    Kernel kernel,
    Library library,
    Recordings recordings,
    ProgramNames names,
    Settings settings,
    Notices notices,
    LogLines log,
    Surroundings surroundings,
    Surfaces surfaces,
    SheetHost sheets,
    FilePicker files,
    FileSaver saver,
    List<PageFactory> pages,
    InstantSource clock,
    String version) {
  public ShellPorts {
    pages = List.copyOf(pages);
  }
}
