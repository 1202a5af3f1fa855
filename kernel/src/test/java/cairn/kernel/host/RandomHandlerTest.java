package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomHandlerTest {
  private final RandomHandler random = new RandomHandler(Interfaces.shipped());

  private Payload bytes(int count) {
    return ((Value.Bytes) FakeCall.sent(random, "bytes", Value.unsigned(count)).value()).value();
  }

  @Test
  void severalAreServedAtOnce() {
    // Each gets its bytes only while the other is being served, too.
    var both = new CyclicBarrier(2);
    var handler =
        new RandomHandler(
            Interfaces.shipped(),
            bytes -> {
              try {
                both.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IOException(e);
              }
            });

    var other =
        CompletableFuture.supplyAsync(
            () -> FakeCall.sent(handler, "bytes", Value.unsigned(7)).isFailed(),
            task -> Thread.ofPlatform().start(task));

    assertThat(FakeCall.sent(handler, "bytes", Value.unsigned(7)).isFailed()).isFalse();
    assertThat(other.join()).isFalse();
  }

  @Test
  void theBytesAreThoseOfTheDevice(@TempDir Path folder) throws IOException {
    Path device = Files.write(folder.resolve("random"), new byte[] {3, 1, 4, 1, 5});
    var handler = new RandomHandler(Interfaces.shipped(), RandomHandler.Source.of(device));

    assertThat(FakeCall.sent(handler, "bytes", Value.unsigned(3)).value())
        .isEqualTo(Value.bytes(Payload.copyOf((byte) 3, (byte) 1, (byte) 4)));
    assertThat(FakeCall.sent(handler, "bytes", Value.unsigned(3)).isFailed()).isTrue();

    handler.close();
    assertThat(FakeCall.sent(handler, "bytes", Value.unsigned(1)).isFailed()).isTrue();
  }

  @Test
  void whereThereIsNoDeviceThereAreRandomBytesAllTheSame(@TempDir Path folder) {
    var source = RandomHandler.Source.of(folder.resolve("missing"));
    var handler = new RandomHandler(Interfaces.shipped(), source);

    assertThat(FakeCall.sent(handler, "bytes", Value.unsigned(16)).value())
        .isNotEqualTo(FakeCall.sent(handler, "bytes", Value.unsigned(16)).value());
  }

  @Test
  void asManyBytesComeAsWereAskedFor() {
    assertThat(bytes(0).length()).isZero();
    assertThat(bytes(1).length()).isEqualTo(1);
    assertThat(bytes(65_535).length()).isEqualTo(65_535);
  }

  @Test
  void everyAnswerDiffers() {
    Set<Payload> seen = new HashSet<>();

    for (int i = 0; i < 1000; i++) seen.add(bytes(16));

    assertThat(seen).hasSize(1000);
  }

  @Test
  void everyByteValueOccursAboutAsOften() {
    int[] counts = new int[256];
    Payload sample = bytes(65_535);

    for (int i = 0; i < sample.length(); i++) counts[sample.at(i)]++;

    // 256 expected of each, standard deviation 16: ten of them is not chance.
    assertThat(Arrays.stream(counts)).allMatch(n -> n > 96 && n < 416);
  }
}
