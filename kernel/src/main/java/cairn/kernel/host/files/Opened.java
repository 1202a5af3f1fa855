package cairn.kernel.host.files;

/**
 * An open file or folder of a process. Confined to the program's lane.
 *
 * @param descriptor the host's
 * @param node of the file
 */
record Opened(int descriptor, Kind kind, long node, Tree tree) {
  void close() {
    Posix.close(descriptor);
    if (kind == Kind.FILE) tree.quota().ifPresent(quota -> quota.closed(node));
  }
}
