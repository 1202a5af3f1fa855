package cairn.kernel.host.files;

/** Something could not be done; becomes the answer at the message's root. Without a trace. */
final class FileFault extends Exception {
  private final FileError error;

  FileFault(FileError error) {
    super(error.word(), null, false, false);
    this.error = error;
  }

  FileError error() {
    return error;
  }
}
