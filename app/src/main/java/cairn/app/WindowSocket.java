package cairn.app;

import cairn.kernel.host.files.HostPath;
import cairn.registry.Payload;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/**
 * The Unix domain socket in a profile's folder through which another {@code cairn} opens a tab in
 * the window that runs. It can do what a user can do who types into the address bar, and nothing
 * else: what runs asks as ever.
 *
 * <p>The folder is its owner's alone (0700), and the system says who the peer is: another user's
 * connection is closed unread. What comes is read up to {@value #MOST} bytes, for at most two
 * seconds, from at most {@value #AT_ONCE} at once; what is not one request, whole and in UTF-8, is
 * answered with {@code no} and has no effect.
 *
 * <p>A request is {@code cairn-window 1}, a line feed, and what is to be typed; then the sender
 * shuts its side down. The answer is {@code ok} or {@code no}. Threads: {@code cairn-window}
 * accepts; one virtual thread each for a connection and its time limit.
 */
final class WindowSocket implements Closeable {
  /** Bytes of a request. */
  static final int MOST = 64 << 10;

  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
  private static final System.Logger LOG = System.getLogger(WindowSocket.class.getName());
  private static final String GREETING = "cairn-window 1\n";
  private static final String OK = "ok";
  private static final String NO = "no";
  private static final String NAME = "window.sock";

  /** Of sockaddr_un; a few less than any system takes. */
  private static final int LONGEST_PATH = 100;

  private final Path file;
  private final ServerSocketChannel server;
  private final Consumer<String> typed;
  private final Semaphore room = new Semaphore(AT_ONCE);

  private WindowSocket(Path file, ServerSocketChannel server, Consumer<String> typed) {
    this.file = file;
    this.server = server;
    this.typed = typed;
  }

  /**
   * Listens in the folder of a profile that this JVM holds.
   *
   * @param typed called on any thread with what is to be typed; empty: only a new tab is wanted
   */
  static WindowSocket listen(Path profile, Consumer<String> typed) throws IOException {
    Path file = path(profile);
    // Left behind by a Cairn that was killed: whoever holds the profile owns the name.
    Files.deleteIfExists(file);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(file));
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var socket = new WindowSocket(file, server, typed);
    Thread.ofPlatform().daemon().name("cairn-window").start(socket::accept);
    return socket;
  }

  /** The address of a socket is short; a descriptor of the folder stands for a long one. */
  private static Path path(Path profile) {
    Path file = profile.resolve(NAME);
    return file.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH
        ? file
        : HostPath.of(Payload.utf8(profile.toString())).orElse(profile).resolve(NAME);
  }

  private void accept() {
    accept(
        server::accept,
        peer -> {
          if (room.tryAcquire()) Thread.ofVirtual().name("window-request").start(() -> serve(peer));
          else peer.close();
        },
        () -> LockSupport.parkNanos(this, AFTER_FAILURE.toNanos()));
  }

  /** Takes the next one that asks; throws ClosedChannelException once there will be none. */
  @FunctionalInterface
  interface Asking {
    SocketChannel next() throws IOException;
  }

  /** What is done with who asks. */
  @FunctionalInterface
  interface Serving {
    void serve(SocketChannel peer) throws IOException;
  }

  /**
   * Serves who asks until it is closed. {@code rest} is taken after each failure: a system that has
   * no descriptor left for the next peer says so at once and again, for as long as the peer waits.
   */
  static void accept(Asking asking, Serving serving, Runnable rest) {
    while (true) {
      SocketChannel peer;
      try {
        peer = asking.next();
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "nobody can ask the window at the moment", e);
        rest.run();
        continue;
      }
      try {
        serving.serve(peer);
      } catch (IOException e) {
        // A peer that is gone already.
      }
    }
  }

  private void serve(SocketChannel peer) {
    var served = limit(peer);
    try (peer) {
      if (!isOwner(peer)) return;
      var request = request(Channels.newInputStream(peer).readNBytes(MOST + 1));
      request.ifPresent(typed);
      peer.write(ByteBuffer.wrap((request.isPresent() ? OK : NO).getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      // The peer is gone or too slow.
    } finally {
      served.countDown();
      room.release();
    }
  }

  /** Closes the channel unless what is returned is counted down in time. */
  private static CountDownLatch limit(SocketChannel channel) {
    var served = new CountDownLatch(1);
    Thread.ofVirtual().name("window-limit").start(() -> closeUnless(served, channel));
    return served;
  }

  private static void closeUnless(CountDownLatch served, SocketChannel channel) {
    try {
      if (!served.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) channel.close();
    } catch (InterruptedException | IOException e) {
      // Nobody waits for it any more.
    }
  }

  private boolean isOwner(SocketChannel peer) throws IOException {
    if (!peer.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED))
      return true; // Then the folder's mode is all that protects it.
    return peer.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(Files.getOwner(file));
  }

  /** What is to be typed; empty: this is no request. */
  static Optional<String> request(byte[] bytes) {
    if (bytes.length > MOST) return Optional.empty();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(GREETING)
          ? Optional.of(text.substring(GREETING.length()))
          : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Whether a window that runs on this profile has taken what is to be typed. */
  static boolean ask(Path profile, String text) {
    Path file = path(profile);
    if (!Files.exists(file)) return false;
    try (var window = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
      var served = limit(window);
      var bytes = ByteBuffer.wrap((GREETING + text).getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) window.write(bytes);
      window.shutdownOutput();
      byte[] answer = Channels.newInputStream(window).readNBytes(OK.length());
      served.countDown();
      return new String(answer, StandardCharsets.UTF_8).equals(OK);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next one to listen removes it.
    }
  }
}
