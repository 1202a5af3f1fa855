package cairn.app;

import cairn.shell.Gateways;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Gateways as text, from the command line or the settings, as addresses. */
final class GatewayList {
  private GatewayList() {}

  /** The addresses of a list; what is no gateway's address is left out. */
  static List<URI> of(List<String> texts) {
    return texts.stream().flatMap(text -> Gateways.read(text).stream()).map(URI::create).toList();
  }

  /** The same, strictly. */
  static List<URI> given(List<String> texts) throws Sentence {
    var gateways = new ArrayList<URI>();
    for (String text : texts) {
      String one =
          Gateways.read(text)
              .orElseThrow(
                  () ->
                      new Sentence(
                          ExitCodes.USAGE,
                          "'"
                              + text
                              + "' is not the address of a gateway; write one like https://example.org"));
      gateways.add(URI.create(one));
    }
    return gateways;
  }
}
