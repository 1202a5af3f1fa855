package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.gate.HostText;
import cairn.kernel.gate.Scope;
import cairn.registry.Reaches;
import cairn.registry.Value;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One attempt to connect, on its own virtual thread, which an interrupt ends.
 *
 * <p>The rule that matters: what is dialled is an address, and the gate has been asked about that
 * very address, unless it is a public one of the name that the gate was asked about. So a name that
 * somebody points at this machine or this network gets no further than a program that says the
 * address, and a public address of this machine no further than its loopback. Names and addresses
 * in text are read by {@link HostText} alone, as the gate reads them.
 */
final class Dial {
  /** What came of it. */
  sealed interface Outcome {
    /** It stands. */
    record Connected(SocketChannel channel, InetSocketAddress local, InetSocketAddress remote)
        implements Outcome {}

    /** It does not. {@code error}: a case of open-error. */
    record Failed(String error) implements Outcome {}
  }

  private final NativeCall call;
  private final Value.Case target;
  private final NameLookup names;
  private final Semaphore lookups;
  private final Duration connectTime;
  private final Runnable beforeDialling;

  /** {@code beforeDialling} runs when the gate has let an address through. */
  Dial(
      NativeCall call,
      Value.Case target,
      NameLookup names,
      Semaphore lookups,
      Duration connectTime,
      Runnable beforeDialling) {
    this.call = call;
    this.target = target;
    this.names = names;
    this.lookups = lookups;
    this.connectTime = connectTime;
    this.beforeDialling = beforeDialling;
  }

  /** Blocks. An interrupted attempt is a failed one. */
  Outcome run() {
    var fields = (Value.Fields) target.payload().orElseThrow();
    int port = TcpWords.port(fields);
    if (port == 0) return new Outcome.Failed("address-invalid");
    try {
      if (target.name().equals("address")) {
        InetAddress address = TcpWords.address(fields).getAddress();
        if (!allowed(address, port)) return new Outcome.Failed("permission-denied");
        beforeDialling.run();
        return connect(new InetSocketAddress(address, port), connectTime);
      }
      return byName(((Value.Text) fields.get("host")).value(), port);
    } catch (UnknownHostException e) {
      return new Outcome.Failed("name-unknown");
    } catch (TimeoutException e) {
      return new Outcome.Failed("timed-out");
    } catch (InterruptedException e) {
      // Cancelled, revoked or over: nobody reads which.
      return new Outcome.Failed("timed-out");
    }
  }

  private Outcome byName(String name, int port)
      throws UnknownHostException, TimeoutException, InterruptedException {
    List<InetAddress> addresses = find(name);
    Outcome outcome = new Outcome.Failed("unreachable");
    // Who has several addresses gets a part of the time for each.
    Duration each = connectTime.dividedBy(Math.min(addresses.size(), 3));
    for (InetAddress address : addresses) {
      if (!allowed(address, port)) return new Outcome.Failed("permission-denied");
      beforeDialling.run();
      outcome = connect(new InetSocketAddress(address, port), each);
      if (outcome instanceof Outcome.Connected || Thread.currentThread().isInterrupted()) break;
    }
    return outcome;
  }

  private List<InetAddress> find(String name)
      throws UnknownHostException, TimeoutException, InterruptedException {
    return switch (HostText.read(name)) {
      case HostText.Address(var ip) -> List.of(InetAddress.getByAddress(ip.toByteArray()));
      case HostText.Name(var ascii) -> lookUp(ascii);
      case HostText.Nothing _ -> throw new UnknownHostException(name);
    };
  }

  private List<InetAddress> lookUp(String name)
      throws UnknownHostException, TimeoutException, InterruptedException {
    if (!lookups.tryAcquire(connectTime.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException();
    }
    try {
      return names.find(name, connectTime);
    } finally {
      lookups.release();
    }
  }

  private boolean allowed(InetAddress address, int port) throws InterruptedException {
    byte[] ip = address.getAddress();
    Scope.Reach reach = isOwn(address) ? Scope.Reach.LOOPBACK : Scope.Reach.of(ip);
    if (reach == Scope.Reach.PUBLIC) return true;
    CompletableFuture<Boolean> decision = new CompletableFuture<>();
    call.check(new Scope.Endpoint(Reaches.text(ip), port, reach), decision::complete);
    try {
      return decision.get();
    } catch (ExecutionException neverThrown) {
      return false;
    }
  }

  /** A public address of this machine is this machine all the same. */
  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }

  private static Outcome connect(InetSocketAddress to, Duration time) {
    SocketChannel channel;
    try {
      channel =
          SocketChannel.open(
              to.getAddress() instanceof Inet4Address
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6);
    } catch (IOException | UnsupportedOperationException noSuchProtocol) {
      return new Outcome.Failed("unreachable");
    }
    try {
      // Every write is a message that should arrive, not the beginning of a larger one.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.socket().connect(to, (int) Math.max(1, time.toMillis()));
      return new Outcome.Connected(
          channel,
          (InetSocketAddress) channel.getLocalAddress(),
          (InetSocketAddress) channel.getRemoteAddress());
    } catch (IOException failure) {
      Sockets.close(channel);
      return new Outcome.Failed(TcpWords.openError(failure));
    } catch (IllegalArgumentException addressOfAnotherKind) {
      Sockets.close(channel);
      return new Outcome.Failed("address-invalid");
    }
  }
}
