package cairn.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every connection on a free port of this machine with a short page. */
final class SmallServer implements AutoCloseable {
  private static final byte[] PAGE =
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;

  SmallServer() throws IOException {
    socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("small-server").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        Socket one = socket.accept();
        Thread.ofVirtual().start(() -> answer(one));
      }
    } catch (IOException closed) {
      // The soak is over.
    }
  }

  private static void answer(Socket one) {
    try (one) {
      one.setSoTimeout(5000);
      one.getInputStream().read(new byte[4096]);
      one.getOutputStream().write(PAGE);
    } catch (IOException gone) {
      // Its program was killed.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
