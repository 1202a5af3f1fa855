package cairn.shell.inspect.view;

import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.shell.inspect.Activity;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.InterfacesModel;
import cairn.shell.inspect.ProcessesModel;
import cairn.shell.view.PageFactory;
import java.time.InstantSource;
import org.kordamp.ikonli.feather.Feather;

/** The inspector pages of one kernel, with the activity they share. */
public final class Inspectors {
  private final Kernel kernel;
  private final InstantSource clock;
  private final Activity activity = new Activity();

  /** {@code clock}: tells how long a process has run. */
  public Inspectors(Kernel kernel, InstantSource clock) {
    this.kernel = kernel;
    this.clock = clock;
  }

  /**
   * Keeps what the charts show, also while no inspector is in front. To be told every snapshot; the
   * pages do their part while they are shown.
   */
  public void record(KernelSnapshot now) {
    activity.record(now);
  }

  /** {@code cairn:processes}. */
  public PageFactory processes() {
    return new PageFactory(
        ProcessesPage.ADDRESS,
        InspectWords.say("processes.title"),
        Feather.CPU,
        true,
        navigator ->
            new ProcessesPage(
                new ProcessesModel(kernel, activity, navigator::restart), navigator, clock));
  }

  /** {@code cairn:interfaces}. */
  public PageFactory interfaces() {
    return new PageFactory(
        InterfacesPage.ADDRESS,
        InspectWords.say("interfaces.title"),
        Feather.SHARE_2,
        true,
        navigator -> new InterfacesPage(new InterfacesModel(kernel.interfaces(), activity)));
  }
}
