package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a process finds open: sockets of {@code --listen}, in the order given; then the folders that
 * the user gave; then, as {@code /} if none of those is called so, the program's own folder. What
 * the gate refuses is left out. Any guest thread.
 */
final class WasiPreopens {
  private static final String OWN = "/";

  private final WasiMessages messages;
  private final WasiFiles files;
  private final WasiTcp tcp;
  private final List<InetSocketAddress> listen;

  WasiPreopens(
      WasiMessages messages, WasiFiles files, WasiTcp tcp, List<InetSocketAddress> listen) {
    this.messages = messages;
    this.files = files;
    this.tcp = tcp;
    this.listen = listen;
  }

  boolean haveSockets() {
    return !listen.isEmpty();
  }

  void give(WasiTable table) {
    for (InetSocketAddress at : listen) listener(table, at);
    Optional<List<String>> names = files.given();
    if (names.isEmpty()) return;
    for (String name : names.get()) folder(table, name, files.folder(name));
    if (!names.get().contains(OWN)) folder(table, OWN, files.own());
  }

  private void listener(WasiTable table, InetSocketAddress at) {
    if (tcp.listen(at) instanceof WasiReply.Ok<Integer>(Integer socket))
      table.add(
          new WasiDescriptor(
              new What.Listener(new WasiListener(messages, tcp, socket)),
              WasiRights.LISTENER,
              WasiRights.CONNECTION,
              0));
  }

  private static void folder(WasiTable table, String name, WasiReply<Integer> opened) {
    if (opened instanceof WasiReply.Ok<Integer>(Integer handle))
      table.add(
          new WasiDescriptor(
              new What.Folder(handle, name),
              WasiRights.FOLDER,
              WasiRights.FOLDER | WasiRights.FILE,
              0));
  }
}
