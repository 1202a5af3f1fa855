package cairn.kernel.host;

import cairn.kernel.record.Replay;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;

/**
 * Shows what a replayed program prints: its messages to {@code console}, filtered for a terminal as
 * those of any program. Confined to the guest's thread; blocks as its device does, so it is for a
 * scheduler that runs nothing else.
 */
public final class ReplayedConsole implements Replay.Listener {
  private final Definition console;
  private final ConsoleDevice device;
  private final ConsoleFilter outFilter = new ConsoleFilter();
  private final ConsoleFilter errFilter = new ConsoleFilter();
  private boolean raw;

  /** On this device, whose input is not used. */
  public ReplayedConsole(Interfaces interfaces, ConsoleDevice device) {
    this.console = interfaces.shipped("console").definition();
    this.device = device;
  }

  @Override
  public void sent(InterfaceId to, Payload body) {
    if (!to.equals(console.id())) return;
    switch (MessageCodec.decodeCall(console, body)) {
      case MessageCodec.Decoded.Malformed<MessageCodec.Call> _ -> {}
      case MessageCodec.Decoded.Ok<MessageCodec.Call>(var call) -> {
        if (call.message().name().equals("write")
            && call.arguments().get(0) instanceof Value.Case(var stream, var _)
            && call.arguments().get(1) instanceof Value.Bytes(var bytes))
          show(stream.equals("err"), bytes);
        else if (call.message().name().equals("set-mode")
            && call.arguments().get(0) instanceof Value.Case(var mode, var _))
          raw = mode.equals("raw");
      }
    }
  }

  private void show(boolean err, Payload bytes) {
    try {
      write(err, bytes);
    } catch (StreamFault gone) {
      // The program was told what its log says; what is shown of a replay is for those who look.
    }
  }

  private void write(boolean err, Payload bytes) throws StreamFault {
    if (!device.isTerminal(err)) {
      device.write(err, bytes);
      return;
    }
    byte[] kept = (err ? errFilter : outFilter).filter(bytes.toByteArray());
    byte[] shown = raw || device.editsLines() ? kept : ConsoleFilter.withReturns(kept);
    if (shown.length > 0) device.write(err, Payload.owning(shown));
  }
}
