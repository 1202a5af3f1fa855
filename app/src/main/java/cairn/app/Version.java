package cairn.app;

import picocli.CommandLine.IVersionProvider;

/** What {@code cairn --version} prints. */
final class Version implements IVersionProvider {
  /** The version of this build. */
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"cairn " + number() + ", Java " + Runtime.version()};
  }
}
