package cairn.ipfs.format;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CarReaderTest {
  private static final Block ONE = Block.raw(Payload.utf8("one"));
  private static final Block TWO = Block.raw(Payload.owning(new byte[300_000]));

  @Test
  void aStreamIsReadWhateverThePiecesItComesIn() {
    var car = car();
    for (int size : new int[] {1, 7, 100, 65_536, car.length}) {
      var reader = new CarReader();
      List<CarReader.Item> items = new ArrayList<>();

      for (int at = 0; at < car.length; at += size) {
        reader.push(car, at, Math.min(size, car.length - at));
        items.addAll(drain(reader));
      }

      assertThat(items)
          .containsExactly(
              new CarReader.Item.Header(List.of(ONE.cid())),
              new CarReader.Item.Section(ONE.cid(), ONE.bytes()),
              new CarReader.Item.Section(TWO.cid(), TWO.bytes()));
      assertThat(reader.isAtBoundary()).isTrue();
    }
  }

  @Test
  void theHeaderIsTheOneEveryImplementationWrites() {
    assertThat(Car.header(List.of(ONE.cid())).hex())
        .isEqualTo(
            "3aa265726f6f747381d82a582500"
                + Payload.owning(ONE.cid().toByteArray()).hex()
                + "6776657273696f6e01");
  }

  @Test
  void aStreamThatIsCutIsNotAtABoundary() {
    var car = car();
    var reader = new CarReader();

    reader.push(car, 0, car.length - 1);
    drain(reader);

    assertThat(reader.isAtBoundary()).isFalse();
    assertThat(new CarReader().isAtBoundary()).isFalse();
  }

  @Test
  void whatIsNoCarIsRefusedAtOnce() {
    assertThat(first("<!doctype html><title>504</title>")).isInstanceOf(CarReader.Item.Fault.class);
    // The beginning of a CARv2.
    assertThat(firstHex("0aa16776657273696f6e02"))
        .isEqualTo(new CarReader.Item.Fault("a CAR of version 2"));
    assertThat(firstHex("00")).isInstanceOf(CarReader.Item.Fault.class);
    assertThat(firstHex("ffffffffffffffff7f")).isInstanceOf(CarReader.Item.Fault.class);
    assertThat(firstHex("0aa2657265")).isEqualTo(new CarReader.Item.NeedsMore());
  }

  @Test
  void aSectionOverTheLimitIsRefusedBeforeItIsHeld() {
    var reader = new CarReader();
    reader.push(Car.header(List.of()));
    drain(reader);

    reader.push(Payload.owning(HexFormat.of().parseHex("ffffff7f")));

    assertThat(reader.take()).isInstanceOf(CarReader.Item.Fault.class);
    assertThat(reader.take()).isInstanceOf(CarReader.Item.Fault.class);
  }

  @Test
  void noBytesThrow() {
    var random = new Random(6);
    var seed = new ByteArrayOutputStream();
    seed.writeBytes(Car.header(List.of(ONE.cid(), TWO.cid())).toByteArray());
    seed.writeBytes(Car.section(ONE).toByteArray());
    seed.writeBytes(Car.section(Block.dagPb(Payload.utf8("x"))).toByteArray());
    int sections = 0;
    for (int i = 0; i < 50_000; i++) {
      var bytes = seed.toByteArray();
      for (int change = random.nextInt(3); change >= 0; change--)
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      var reader = new CarReader();
      int cut = random.nextInt(bytes.length);
      reader.push(bytes, 0, cut);
      drain(reader);
      reader.push(bytes, cut, bytes.length - cut);
      for (var item : drain(reader)) if (item instanceof CarReader.Item.Section) sections++;
    }
    assertThat(sections).isPositive();
  }

  private static CarReader.Item first(String text) {
    var reader = new CarReader();
    reader.push(Payload.utf8(text));
    return reader.take();
  }

  private static CarReader.Item firstHex(String hex) {
    var reader = new CarReader();
    reader.push(Payload.owning(HexFormat.of().parseHex(hex)));
    return reader.take();
  }

  private static List<CarReader.Item> drain(CarReader reader) {
    List<CarReader.Item> items = new ArrayList<>();
    while (true) {
      var item = reader.take();
      if (item instanceof CarReader.Item.NeedsMore) return items;
      items.add(item);
      if (item instanceof CarReader.Item.Fault) return items;
    }
  }

  private static byte[] car() {
    var car = new ByteArrayOutputStream();
    car.writeBytes(Car.header(List.of(ONE.cid())).toByteArray());
    car.writeBytes(Car.section(ONE).toByteArray());
    car.writeBytes(Car.section(TWO).toByteArray());
    return car.toByteArray();
  }
}
