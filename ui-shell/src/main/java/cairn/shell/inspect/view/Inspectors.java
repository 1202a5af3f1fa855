package cairn.shell.inspect.view;

import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.shell.FxBridge;
import cairn.shell.inspect.Activity;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.InterfacesModel;
import cairn.shell.inspect.MessagesModel;
import cairn.shell.inspect.ProcessesModel;
import cairn.shell.view.FileSaver;
import cairn.shell.view.PageFactory;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.kordamp.ikonli.feather.Feather;

/** The inspector pages of one kernel, with the activity they share. */
public final class Inspectors {
  private final Kernel kernel;
  private final InstantSource clock;
  private final FileSaver saver;
  private final Executor work;
  private final Activity activity = new Activity();

  /**
   * {@code clock}: tells the time of day of messages; {@code saver}: where exports go; {@code
   * work}: reads the trace, threads and deadlocks, and writes exports, away from the JavaFX thread.
   */
  public Inspectors(Kernel kernel, InstantSource clock, FileSaver saver, Executor work) {
    this.kernel = kernel;
    this.clock = clock;
    this.saver = saver;
    this.work = work;
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
                new ProcessesModel(kernel, activity, navigator::restart, work, FxBridge.executor()),
                navigator));
  }

  /** {@code cairn:messages}. */
  public PageFactory messages() {
    return new PageFactory(
        MessagesPage.ADDRESS,
        InspectWords.say("messages.title"),
        Feather.MESSAGE_SQUARE,
        true,
        navigator ->
            new MessagesPage(
                new MessagesModel(kernel, clock, System::nanoTime, work, FxBridge.executor()),
                saver));
  }

  /** {@code cairn:interfaces}. */
  public PageFactory interfaces() {
    return new PageFactory(
        InterfacesPage.ADDRESS,
        InspectWords.say("interfaces.title"),
        Feather.SHARE_2,
        true,
        navigator ->
            new InterfacesPage(new InterfacesModel(kernel, activity, work, FxBridge.executor())));
  }
}
