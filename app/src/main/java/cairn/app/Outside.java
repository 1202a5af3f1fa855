package cairn.app;

import cairn.kernel.gate.Rule;
import cairn.kernel.gate.RuleText;
import cairn.kernel.host.files.GivenFolder;
import cairn.registry.Interfaces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
   * @param dirs HOST:GUEST, or HOST, which is called the same inside
   * @param sockets HOST:PORT
   */
  static Outside read(List<String> dirs, List<String> sockets) throws Sentence {
    List<GivenFolder> folders = new ArrayList<>();
    for (String dir : dirs) {
      GivenFolder folder = folder(dir);
      if (folders.stream().anyMatch(other -> other.name().equals(folder.name())))
        throw usage("--dir gives two folders as '" + folder.name() + "'");
      folders.add(folder);
    }
    List<InetSocketAddress> listen = new ArrayList<>();
    for (String socket : sockets) listen.add(address(socket));
    return new Outside(folders, listen);
  }

  private static GivenFolder folder(String text) throws Sentence {
    int colon = text.lastIndexOf(':');
    // C:\files is a folder, too.
    boolean named = colon > 1 || (colon == 1 && !Character.isLetter(text.charAt(0)));
    String host = named ? text.substring(0, colon) : text;
    String guest = named ? text.substring(colon + 1) : text;
    if (host.isEmpty() || guest.isEmpty())
      throw usage("'" + text + "' is not HOST:GUEST; write --dir ./data:/data");
    try {
      Path path = Path.of(host);
      if (!Files.isDirectory(path))
        throw new Sentence(ExitCodes.IO, "there is no folder " + host + " to give");
      return new GivenFolder(guest, path);
    } catch (InvalidPathException e) {
      throw usage("'" + host + "' cannot be the name of a folder");
    }
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
