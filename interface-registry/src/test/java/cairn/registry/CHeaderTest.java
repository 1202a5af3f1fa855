package cairn.registry;

import static cairn.registry.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CHeaderTest {
  @Test
  void anInterfaceInCIsItsIdItsMessagesAndTheirCases() {
    var shop =
        definition(
            """
            interface shop {
              buy: func(what: variant { bread, other-things(string) }) -> result<u8, enum { sold-out }>;
              leave: func();
            }
            """);

    var header = CHeader.of(shop, "MY_");

    assertThat(header)
        .startsWith("/* " + shop.id().cid() + " */\nstatic const cairn_interface MY_SHOP = {{\n")
        .endsWith(
            """
            }};
            enum { MY_SHOP_BUY, MY_SHOP_LEAVE };
            enum { MY_SHOP_BUY_BREAD, MY_SHOP_BUY_OTHER_THINGS };
            enum { MY_SHOP_BUY_SOLD_OUT };
            """);
    assertThat(header.replaceAll("(?s).*\\{\\{|\\}\\}.*|0x|[, \n]", ""))
        .isEqualTo(shop.id().toString());
  }
}
