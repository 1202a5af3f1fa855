package cairn.app;

import cairn.kernel.gate.Rule;
import cairn.kernel.gate.RuleText;
import cairn.kernel.host.files.GivenFolder;
import cairn.registry.Interfaces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * What of this machine the user gives to the program of a run: folders ({@code --dir}) and sockets
 * that listen ({@code --listen}). Every program of the kernel sees them; the rules of the run, for
 * its first process alone, are what lets it use them.
 */
record Outside(List<GivenFolder> folders, List<InetSocketAddress> listen) {
  static final Outside NOTHING = new Outside(List.of(), List.of());

  Outside {
    folders = List.copyOf(folders);
    listen = List.copyOf(listen);
  }

  /**
   * Reads the words of the command line.
   *
   * @param dirs HOST:GUEST, HOST::GUEST, or HOST, which is called the same inside
   * @param sockets HOST:PORT
   * @param operatingSystem as {@code os.name} has it
   */
  static Outside read(List<String> dirs, List<String> sockets, String operatingSystem)
      throws Sentence {
    List<GivenFolder> folders = new ArrayList<>();
    for (String dir : dirs) {
      GivenFolder folder = folder(dir, operatingSystem.startsWith("Windows"));
      if (folders.stream().anyMatch(other -> other.name().equals(folder.name())))
        throw usage("--dir gives two folders as '" + folder.name() + "'");
      folders.add(folder);
    }
    List<InetSocketAddress> listen = new ArrayList<>();
    for (String socket : sockets) listen.add(address(socket));
    return new Outside(folders, listen);
  }

  private static GivenFolder folder(String text, boolean windows) throws Sentence {
    // wasmtime has two colons.
    int colon = text.contains("::") ? text.indexOf("::") : text.lastIndexOf(':');
    // On Windows C:\files is a folder, too.
    boolean drive = windows && colon == 1 && Character.isLetter(text.charAt(0));
    boolean named = colon >= 0 && !drive;
    String host = named ? text.substring(0, colon) : text;
    String guest = named ? text.substring(colon + (text.startsWith("::", colon) ? 2 : 1)) : text;
    if (host.isEmpty() || guest.isEmpty())
      throw usage("'" + text + "' is not HOST:GUEST; write --dir ./data:/data");
    if (!ByteText.isText(guest))
      throw usage("'" + guest + "' is not UTF-8; give it another name: --dir HOST:GUEST");
    NamedPath folder = NamedPath.of(host);
    if (Files.isDirectory(folder.path())) {
      if (!Files.isReadable(folder.path()))
        throw new Sentence(ExitCodes.IO, folder + " cannot be read, so it cannot be given");
      GivenFolder given = new GivenFolder(guest, folder.path());
      if (!given.isOfKernel()) return given;
      throw new Sentence(
          ExitCodes.IO,
          folder + " is of the running system and no folder on a disk, so it cannot be given");
    }
    if (FileWords.isCircle(folder.path())) throw new Sentence(ExitCodes.IO, folder.missing());
    throw new Sentence(
        ExitCodes.IO,
        Files.exists(folder.path())
            ? folder + " is not a folder, and only folders can be given"
            : "there is no folder " + folder + " to give");
  }

  private static InetSocketAddress address(String text) throws Sentence {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean number = port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
    boolean literal = host.equals("localhost") || host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]");
    if (!number || !literal)
      throw usage("'" + text + "' is not HOST:PORT; write --listen 127.0.0.1:8080");
    try {
      // A literal is not looked up; localhost is the machine's own word for itself.
      InetAddress ip =
          host.equals("localhost")
              ? InetAddress.ofLiteral("127.0.0.1")
              : InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
      return new InetSocketAddress(ip, Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw usage("'" + host + "' is not an address");
    }
  }

  private static Sentence usage(String why) {
    return new Sentence(ExitCodes.USAGE, why);
  }

  /** What the user has said with these words, for the run. */
  List<Rule> rules(Interfaces interfaces) {
    List<Rule> rules = new ArrayList<>();
    for (GivenFolder folder : folders)
      rules.addAll(allowed("files.folder=" + folder.name(), interfaces));
    for (InetSocketAddress at : listen) {
      String host = at.getAddress().getHostAddress();
      String text = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      rules.addAll(allowed("tcp.listen=" + text + ":" + at.getPort(), interfaces));
    }
    return rules;
  }

  private static List<Rule> allowed(String text, Interfaces interfaces) {
    return switch (RuleText.parse(text, true, interfaces.all())) {
      case RuleText.Read.Ok ok -> ok.rules();
      case RuleText.Read.Faulty faulty -> throw new IllegalStateException(faulty.why());
    };
  }
}
