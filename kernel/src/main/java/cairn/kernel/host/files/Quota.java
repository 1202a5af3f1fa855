package cairn.kernel.host.files;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How full a program's own folder is: the sizes of its files, holes included, and {@value
 * #NAME_BYTES} for each name, so that nothing is for free. A file that was removed while it is open
 * counts until it is closed. Confined to the program's {@link Lane}; the sum over programs is
 * anybody's.
 *
 * <p>What another Cairn does to the same folder at the same time is seen when it is opened next.
 */
final class Quota {
  /** What a name costs, as much as the least that a disk gives. */
  static final long NAME_BYTES = 4096;

  private final AtomicLong sum;
  private final long most;
  private final long mostInSum;
  private long used;
  private final Map<Long, Open> open = new HashMap<>();

  /** A file that is open. */
  private static final class Open {
    int handles;
    long size;
    boolean removed;
  }

  /**
   * With what is in the folder already, which the sum holds already.
   *
   * @param sum bytes of all programs' folders
   */
  Quota(AtomicLong sum, long used, long most, long mostInSum) {
    this.sum = sum;
    this.used = used;
    this.most = most;
    this.mostInSum = mostInSum;
  }

  long used() {
    return used;
  }

  private void take(long bytes) throws FileFault {
    if (bytes > most - used) throw new FileFault(FileError.QUOTA_REACHED);
    if (sum.addAndGet(bytes) > mostInSum) {
      sum.addAndGet(-bytes);
      throw new FileFault(FileError.QUOTA_REACHED);
    }
    used += bytes;
  }

  private void giveBack(long bytes) {
    used -= bytes;
    sum.addAndGet(-bytes);
  }

  /** Before a name is made. */
  void takeName() throws FileFault {
    take(NAME_BYTES);
  }

  /** It was not made. */
  void giveNameBack() {
    giveBack(NAME_BYTES);
  }

  /** A file was opened and looks like this. */
  void opened(Status status) {
    Open file = open.computeIfAbsent(status.node(), node -> new Open());
    if (file.handles++ == 0) file.size = status.size();
  }

  /** Before an open file may get longer. */
  void grow(long node, long size) throws FileFault {
    Open file = open.get(node);
    if (file == null || size <= file.size) return;
    take(size - file.size);
    file.size = size;
  }

  /** An open file has this size now, and is not longer than was taken. */
  void shrunk(long node, long size) {
    Open file = open.get(node);
    if (file == null || size >= file.size) return;
    giveBack(file.size - size);
    file.size = size;
  }

  /** A name of what looked like this was removed. */
  void removed(Status status) {
    giveBack(NAME_BYTES);
    if (status.kind() != Kind.FILE || status.names() > 1) return;
    Open file = open.get(status.node());
    if (file == null) giveBack(status.size());
    else file.removed = true;
  }

  void closed(long node) {
    Open file = open.get(node);
    if (file == null || --file.handles > 0) return;
    open.remove(node);
    if (file.removed) giveBack(file.size);
  }
}
