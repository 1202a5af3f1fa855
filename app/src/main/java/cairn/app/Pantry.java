package cairn.app;

import cairn.ipfs.BlockStore;
import cairn.ipfs.format.Block;
import cairn.programs.ShippedProgram;
import cairn.programs.ShippedPrograms;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs that ship: puts them into the store, pinned, so that they run without any network;
 * finds them by name. Immutable; any thread.
 */
final class Pantry {
  private final List<ShippedProgram> programs = ShippedPrograms.all();
  private final Map<String, ContentAddress> addresses = new LinkedHashMap<>();

  Pantry() {
    for (var program : programs)
      addresses.put(program.name(), new ContentAddress(cid(program), List.of()));
  }

  /** In the order in which they are shown. */
  List<ShippedProgram> programs() {
    return programs;
  }

  /** Where each is, by name. */
  Map<String, ContentAddress> addresses() {
    return addresses;
  }

  /**
   * Where the program of this name is. Throws IllegalArgumentException when none ships under it.
   */
  ContentAddress address(String name) {
    ContentAddress address = addresses.get(name);
    if (address == null) throw new IllegalArgumentException("no program ships as " + name);
    return address;
  }

  /** Puts into the store what is not there yet. */
  void stock(BlockStore store, Places places) throws Sentence {
    for (var program : programs) {
      Cid cid = cid(program);
      if (store.pins().contains(cid) && store.has(cid)) continue;
      if (!(Block.check(cid, Payload.owning(program.bytes()))
          instanceof Block.Checked.Good(Block block)))
        throw new IllegalStateException(program.name() + " is not what programs.json says");
      if (store.put(block) instanceof BlockStore.Put.Failed(String why))
        throw places.notStored(why);
      if (store.pin(cid, List.of(cid.hash())) instanceof BlockStore.Put.Failed(String why))
        throw places.notStored(why);
    }
  }

  private static Cid cid(ShippedProgram program) {
    return switch (Cid.parse(program.cid())) {
      case Cid.Parsed.Ok(Cid cid) -> cid;
      case Cid.Parsed.Fault fault ->
          throw new IllegalStateException(program.name() + " has a bad CID in programs.json");
    };
  }
}
