package cairn.shell.view;

import java.util.List;
import java.util.Optional;

/** The pages there are, by address. */
public record Pages(List<PageFactory> all) {
  public Pages {
    all = List.copyOf(all);
    if (all.stream().map(PageFactory::address).distinct().count() != all.size())
      throw new IllegalArgumentException("two pages have the same address");
  }

  /** The page at an address. */
  public Optional<PageFactory> at(String address) {
    return all.stream().filter(page -> page.address().equals(address)).findFirst();
  }
}
