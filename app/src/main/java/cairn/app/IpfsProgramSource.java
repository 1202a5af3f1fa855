package cairn.app;

import cairn.ipfs.CarStream;
import cairn.ipfs.Retriever;
import cairn.kernel.host.ProgramSource;
import cairn.registry.ContentAddress;

/** The kernel's source of programs over the IPFS client. Any thread. */
record IpfsProgramSource(Retriever retriever, long limit) implements ProgramSource {
  @Override
  public Stream open(ContentAddress address) {
    CarStream car = retriever.open(address, limit);
    return new Stream() {
      @Override
      public Piece next() throws InterruptedException {
        return switch (car.next()) {
          case CarStream.Piece.Bytes(var bytes, var from) -> new Piece.Bytes(bytes, from);
          case CarStream.Piece.End() -> new Piece.End();
          case CarStream.Piece.Failed(var why) -> new Piece.Failed(ContentFaults.toLoadFault(why));
        };
      }

      @Override
      public void close() {
        car.close();
      }
    };
  }
}
