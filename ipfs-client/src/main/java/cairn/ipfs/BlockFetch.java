package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.CarReader;
import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.WalkLimits;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.Multihash;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ResponseBody;

/**
 * Finds the blocks of one transfer, one at a time, in the order in which a walk needs them: in the
 * store, in the CAR that is being read, then at each source in turn, as a CAR of what is left and
 * as a single block. A block that was not asked for is set aside while there is room, and never
 * stored.
 *
 * <p>Confined to the transfer's thread, except {@link #close}, which any thread may call.
 */
final class BlockFetch implements AutoCloseable {
  private static final int ASIDE_BYTES = 32 << 20;
  // CARs that one source is asked for as long as each gave something before it broke.
  private static final int MAX_CARS = 4;

  private final BlockStore.Hold hold;
  private final Standing standing;
  private final ContentAddress address;
  private final Retriever.Scope scope;
  private final WalkLimits limits;
  private final Timeouts timeouts;
  private final long deadline;
  private final Transfer.Listener listener;
  private final List<Attempt> attempts = new ArrayList<>();
  private final LinkedHashMap<Multihash, Block> aside = new LinkedHashMap<>();
  private long asideBytes;
  private String lastAsked = "";
  private Optional<Session> session = Optional.empty();
  private Optional<ContentFault> corrupt = Optional.empty();
  private final byte[] buffer = new byte[64 << 10];
  private volatile boolean closed;

  /** One source in this transfer. */
  private static final class Attempt {
    final Gateway gateway;
    int cars;
    boolean carIsUseful = true;
    boolean out;
    boolean absent;
    String why = "";

    Attempt(Gateway gateway) {
      this.gateway = gateway;
    }

    void giveUp(String reason) {
      out = true;
      why = reason;
    }
  }

  /** A CAR that is being read. */
  private static final class Session {
    final Attempt attempt;
    final ResponseBody body;
    final CarReader car = new CarReader();
    long received;
    boolean useful;

    Session(Attempt attempt, ResponseBody body) {
      this.attempt = attempt;
      this.body = body;
    }
  }

  /** What came of looking for a block. */
  sealed interface Obtained {
    /** Here it is, verified and in the store. */
    record Got(Block block, String from) implements Obtained {}

    /** No source gave it. */
    record None(ContentFault why) implements Obtained {}
  }

  BlockFetch(
      BlockStore.Hold hold,
      List<Gateway> gateways,
      Standing standing,
      ContentAddress address,
      Retriever.Scope scope,
      WalkLimits limits,
      Timeouts timeouts,
      Transfer.Listener listener) {
    this.hold = hold;
    this.standing = standing;
    this.address = address;
    this.scope = scope;
    this.limits = limits;
    this.timeouts = timeouts;
    this.deadline = System.nanoTime() + timeouts.whole().toNanos();
    this.listener = listener;
    for (var gateway : gateways) attempts.add(new Attempt(gateway));
  }

  /** Finds a block. {@code from}: bytes of the file that are already here. */
  Obtained obtain(Cid cid, long from) throws InterruptedException {
    var obtained = find(cid, from);
    // Libraries below turn an interrupt into one failure among others, and keep the mark.
    if (Thread.interrupted()) throw new InterruptedException();
    return obtained;
  }

  private Obtained find(Cid cid, long from) {
    if (!cid.hash().isKnown())
      return new Obtained.None(
          new ContentFault.Malformed("a block has a hash that cannot be checked"));
    var stored = hold.get(cid);
    if (stored.isPresent()) return new Obtained.Got(stored.get(), "this computer");
    var early = Optional.ofNullable(aside.remove(cid.hash()));
    if (early.isPresent()) {
      asideBytes -= early.get().bytes().length();
      return keep(early.get().as(cid), session.map(s -> s.attempt.gateway.name()).orElse(""));
    }
    if (session.isPresent()) {
      var attempt = session.get().attempt;
      var next = readCar(cid);
      if (next.isPresent()) return keep(next.get(), attempt.gateway.name());
    }
    return ask(cid, from);
  }

  private Obtained ask(Cid cid, long from) {
    for (var attempt : attempts) {
      String name = attempt.gateway.name();
      if (!attempt.out && standing.isQuarantined(name)) attempt.giveUp("sent wrong bytes before");
      if (!attempt.out && standing.isCooling(name))
        attempt.giveUp("asked not to be asked so often");
      if (attempt.out) continue;
      if (!lastAsked.equals(name)) listener.on(new Transfer.Asking(name));
      lastAsked = name;
      var found = fromCar(attempt, cid, from);
      if (found.isEmpty() && !attempt.out) found = fromRaw(attempt, cid);
      if (found.isPresent()) return keep(found.get(), name);
      if (stopped().isPresent()) return new Obtained.None(stopped().get());
      if (!attempt.why.isEmpty()) listener.on(new Transfer.SourceFailed(name, attempt.why));
    }
    return new Obtained.None(verdict());
  }

  private Optional<Block> fromCar(Attempt attempt, Cid cid, long from) {
    // After a cut the same source is asked again for the rest, as long as that leads anywhere.
    while (attempt.carIsUseful && attempt.cars < MAX_CARS && !attempt.out) {
      attempt.cars++;
      attempt.carIsUseful = false;
      long start = scope == Retriever.Scope.ENTITY ? from : 0;
      switch (attempt.gateway.car(address, scope, start)) {
        case Gateway.Answer.Body(var response) -> {
          session = Optional.of(new Session(attempt, response.body()));
          var found = readCar(cid);
          if (found.isPresent()) return found;
        }
        case Gateway.Answer.Absent() -> absent(attempt);
        case Gateway.Answer.Busy(Duration pause) -> busy(attempt, pause);
        case Gateway.Answer.Refused(String why) -> attempt.why = why;
        case Gateway.Answer.Silent(String why) -> attempt.giveUp(why);
      }
    }
    return Optional.empty();
  }

  private Optional<Block> fromRaw(Attempt attempt, Cid cid) {
    switch (attempt.gateway.raw(cid)) {
      case Gateway.Answer.Body(var response) -> {
        try (var body = response.body()) {
          var bytes = readBlock(body);
          if (bytes.isEmpty()) {
            attempt.giveUp("sent more than a block");
            return Optional.empty();
          }
          return switch (Block.check(cid, bytes.get())) {
            case Block.Checked.Good(Block block) -> Optional.of(block);
            case Block.Checked.Differs _, Block.Checked.TooLarge _ -> {
              quarantine(attempt, cid);
              yield Optional.empty();
            }
            case Block.Checked.UnknownHash _ -> Optional.empty();
          };
        } catch (IOException e) {
          attempt.giveUp(Gateway.reason(e));
        }
      }
      case Gateway.Answer.Absent() -> {
        attempt.absent = true;
        attempt.why = "does not have it";
      }
      case Gateway.Answer.Busy(Duration pause) -> busy(attempt, pause);
      case Gateway.Answer.Refused(String why) -> attempt.giveUp(why);
      case Gateway.Answer.Silent(String why) -> attempt.giveUp(why);
    }
    return Optional.empty();
  }

  // Reads on until the wanted block comes; without it the CAR is closed.
  private Optional<Block> readCar(Cid wanted) {
    var current = session.orElseThrow();
    var attempt = current.attempt;
    try {
      while (true) {
        switch (current.car.take()) {
          case CarReader.Item.Header _ -> {}
          case CarReader.Item.Fault(String why) -> {
            attempt.giveUp("sent no proper CAR: " + why);
            return endCar();
          }
          case CarReader.Item.Section(Cid cid, Payload bytes) -> {
            switch (Block.check(cid, bytes)) {
              case Block.Checked.Good(Block block) -> {
                if (cid.hash().equals(wanted.hash())) {
                  current.useful = true;
                  return Optional.of(block.as(wanted));
                }
                setAside(block);
              }
              case Block.Checked.Differs _, Block.Checked.TooLarge _ -> {
                quarantine(attempt, cid);
                return endCar();
              }
              case Block.Checked.UnknownHash _ -> {}
            }
          }
          case CarReader.Item.NeedsMore() -> {
            int count = read(current.body);
            if (count < 0) {
              attempt.why = "ended before the content was whole";
              return endCar();
            }
            current.received += count;
            if (current.received > limits.blockBytes()) {
              attempt.giveUp("sent far more than was asked for");
              return endCar();
            }
            current.car.push(buffer, 0, count);
          }
        }
      }
    } catch (IOException e) {
      // What broke in the middle may go on: a CAR of the rest, if this one was of use.
      attempt.carIsUseful = current.useful;
      attempt.why = Gateway.reason(e);
      if (!current.useful) attempt.out = true;
      return endCar();
    }
  }

  private Optional<Block> endCar() {
    session.ifPresent(s -> s.body.close());
    session = Optional.empty();
    return Optional.empty();
  }

  // One read, with as much patience as is left.
  private int read(ResponseBody body) throws IOException {
    await(body);
    return body.source().read(buffer, 0, buffer.length);
  }

  private void await(ResponseBody body) throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0 || closed) throw new IOException("no time left");
    long patience = Math.min(left, timeouts.silence().toNanos());
    body.source().timeout().timeout(patience, TimeUnit.NANOSECONDS);
  }

  private Optional<Payload> readBlock(ResponseBody body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (true) {
      int count = read(body);
      if (count < 0) return Optional.of(Payload.owning(bytes.toByteArray()));
      bytes.write(buffer, 0, count);
      if (bytes.size() > Block.MAX_BYTES) return Optional.empty();
    }
  }

  private void setAside(Block block) {
    if (hold.has(block.cid()) || aside.putIfAbsent(block.cid().hash(), block) != null) return;
    asideBytes += block.bytes().length();
    while (asideBytes > ASIDE_BYTES)
      asideBytes -= aside.pollFirstEntry().getValue().bytes().length();
  }

  private Obtained keep(Block block, String from) {
    return switch (hold.put(block)) {
      case BlockStore.Put.Stored() -> new Obtained.Got(block, from);
      case BlockStore.Put.Failed(String why) -> new Obtained.None(new ContentFault.NotStored(why));
    };
  }

  private void quarantine(Attempt attempt, Cid expected) {
    String name = attempt.gateway.name();
    standing.quarantine(name);
    attempt.giveUp("sent wrong bytes");
    corrupt = Optional.of(new ContentFault.Corrupt(expected, name));
    listener.on(new Transfer.Quarantined(name, expected));
  }

  private static void absent(Attempt attempt) {
    attempt.absent = true;
    attempt.giveUp("does not have it");
  }

  private void busy(Attempt attempt, Duration pause) {
    standing.coolDown(attempt.gateway.name(), pause);
    attempt.giveUp("asked not to be asked so often");
  }

  private Optional<ContentFault> stopped() {
    if (closed || Thread.currentThread().isInterrupted())
      return Optional.of(new ContentFault.Unreachable(List.of("stopped")));
    if (deadline - System.nanoTime() > 0) return Optional.empty();
    return Optional.of(
        new ContentFault.Unreachable(
            List.of("not whole after " + timeouts.whole().toSeconds() + " seconds")));
  }

  private ContentFault verdict() {
    if (corrupt.isPresent()) return corrupt.get();
    List<String> tried = new ArrayList<>();
    if (attempts.stream().allMatch(a -> a.absent)) {
      tried.add("this computer");
      attempts.forEach(a -> tried.add(a.gateway.name()));
      return new ContentFault.NotFound(tried);
    }
    for (var attempt : attempts) tried.add(attempt.gateway.name() + " (" + attempt.why + ")");
    return new ContentFault.Unreachable(tried);
  }

  /** Stops at once, from any thread. */
  @Override
  public void close() {
    closed = true;
    attempts.forEach(a -> a.gateway.cancel());
    hold.close();
  }
}
