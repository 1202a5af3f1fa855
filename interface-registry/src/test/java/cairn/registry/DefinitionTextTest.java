package cairn.registry;

import static cairn.registry.Texts.definition;
import static cairn.registry.Texts.type;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DefinitionTextTest {
  @Test
  void whatIsShownParsesToTheSameDefinition() {
    for (long seed = 0; seed < 300; seed++) {
      var definition = definition(new RandomDefinitions(seed).source());

      assertThat(definition(DefinitionText.of(definition))).isEqualTo(definition);
    }
    for (var known : Interfaces.shipped().all())
      assertThat(definition(DefinitionText.of(known)).canonicalText())
          .isEqualTo(known.definition().canonicalText());
  }

  @Test
  void longTypesAreBrokenAndIndented() {
    var tcp = Interfaces.shipped().shipped("tcp");

    assertThat(DefinitionText.of(tcp))
        .startsWith("/// Byte streams over the network.\ninterface tcp {\n")
        .contains(
            """
              /// Opens a connection to an address or a name.
              connect: func(
                to: variant {
                  address(record { ip: variant { v4(list<u8, 4>), v6(list<u8, 16>) }, port: u16 }),
                  name(record { host: string, port: u16 }),
                },
              ) -> result<record {
            """)
        .contains("  close: func(socket: u32);\n");
    assertThat(DefinitionText.of(tcp).lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void aTypeIsOneLineAndCutWhenLong() {
    assertThat(DefinitionText.of(type("list< option<u8> >"))).isEqualTo("list<option<u8>>");
    assertThat(DefinitionText.of(type("tuple<" + "string, ".repeat(200) + ">")))
        .isEqualTo("tuple …");
  }
}
