package cairn.ipfs;

import cairn.ipfs.format.Block;
import cairn.ipfs.format.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** A gateway on 127.0.0.1 that answers as the test says; its requests are written down. */
public final class FakeGateway implements AutoCloseable {
  /** The Content-Type of a CAR. */
  public static final String CAR = "application/vnd.ipld.car; version=1; order=dfs; dups=y";

  /** The Content-Type of a block. */
  public static final String RAW = "application/vnd.ipld.raw";

  private final MockWebServer server = new MockWebServer();
  private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());

  /** Starts one. */
  public FakeGateway(Function<RecordedRequest, MockResponse> answer) throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer.apply(request);
          }
        });
    server.start();
  }

  /** One that has a tree: a CAR of all of it, and its blocks. */
  public static FakeGateway honest(Trees tree) throws IOException {
    return new FakeGateway(
        request -> isCar(request) ? car(tree.car()).build() : raw(request, tree.blocks()));
  }

  /** Whether a CAR is asked for, not a block. */
  public static boolean isCar(RecordedRequest request) {
    return "car".equals(request.getUrl().queryParameter("format"));
  }

  static MockResponse.Builder car(byte[] bytes) {
    return body(CAR, bytes);
  }

  /** A response with a body. */
  public static MockResponse.Builder body(String type, byte[] bytes) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", type)
        .body(new Buffer().write(bytes));
  }

  static MockResponse raw(RecordedRequest request, List<Block> blocks) {
    String wanted = request.getUrl().pathSegments().get(1);
    for (var block : blocks)
      if (block.cid().toString().equals(wanted))
        return body(RAW, block.bytes().toByteArray()).build();
    return status(404);
  }

  static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  /** Its address. */
  public URI uri() {
    return server.url("/").uri();
  }

  /** Its address as sources are named. */
  public String name() {
    String text = uri().toString();
    return text.substring(0, text.length() - 1);
  }

  /** Paths with their queries, in order. */
  public List<String> asked() {
    return requests.stream().map(RecordedRequest::getTarget).toList();
  }

  /** The requests themselves. */
  List<RecordedRequest> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.close();
  }
}
