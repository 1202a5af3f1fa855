package cairn.shell.view;

import cairn.shell.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notices that a test gives. */
final class FakeNotices implements Notices {
  final List<Notice> said = new CopyOnWriteArrayList<>();

  @Override
  public List<Notice> now() {
    return List.copyOf(said);
  }

  @Override
  public void dismiss(Notice notice) {
    said.remove(notice);
  }
}
