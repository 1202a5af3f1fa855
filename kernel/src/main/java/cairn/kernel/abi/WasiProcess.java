package cairn.kernel.abi;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;

/** Arguments, environment, clocks and random bytes. Confined to the process's guest thread. */
final class WasiProcess {
  /** As many as {@code random.bytes} gives at once. */
  private static final int RANDOM = 65_535;

  private final WasiMessages messages;

  WasiProcess(WasiMessages messages) {
    this.messages = messages;
  }

  WasiErrno arguments(GuestMemory memory, long pointers, long bytes) {
    return strings(memory, messages.arguments(), pointers, bytes);
  }

  WasiErrno argumentSizes(GuestMemory memory, long count, long size) {
    return sizes(memory, messages.arguments(), count, size);
  }

  WasiErrno environment(GuestMemory memory, long pointers, long bytes) {
    return strings(memory, messages.environment(), pointers, bytes);
  }

  WasiErrno environmentSizes(GuestMemory memory, long count, long size) {
    return sizes(memory, messages.environment(), count, size);
  }

  private static WasiErrno sizes(
      GuestMemory memory, Optional<List<String>> strings, long count, long size) {
    if (strings.isEmpty()) return WasiErrno.IO;
    int total = 0;
    for (String string : strings.get()) total += Payload.utf8(string).length() + 1;
    memory.putI32(count, strings.get().size());
    memory.putI32(size, total);
    return WasiErrno.SUCCESS;
  }

  /** Writes the strings, each ended by a zero, and where each begins. */
  private static WasiErrno strings(
      GuestMemory memory, Optional<List<String>> strings, long pointers, long bytes) {
    if (strings.isEmpty()) return WasiErrno.IO;
    long pointer = pointers;
    long at = bytes;
    for (String string : strings.get()) {
      Payload text = Payload.utf8(string);
      memory.putI32(pointer, (int) at);
      memory.write(at, text);
      memory.putU8(at + text.length(), 0);
      pointer += 4;
      at += text.length() + 1;
    }
    return WasiErrno.SUCCESS;
  }

  WasiErrno time(GuestMemory memory, long clock, long out) {
    return clock(memory, clock, out, false);
  }

  WasiErrno resolution(GuestMemory memory, long clock, long out) {
    return clock(memory, clock, out, true);
  }

  private WasiErrno clock(GuestMemory memory, long clock, long out, boolean step) {
    // 0 is the wall clock, 1 the monotonic one, 2 and 3 the CPU time of process and thread.
    if (clock > 3) return WasiErrno.INVAL;
    if (clock > 1) return WasiErrno.NOTSUP;
    boolean wall = clock == 0;
    Optional<Long> nanos = step ? messages.resolution(wall) : messages.now(wall);
    if (nanos.isEmpty()) return WasiErrno.IO;
    memory.putI64(out, nanos.get());
    return WasiErrno.SUCCESS;
  }

  WasiErrno random(GuestMemory memory, long at, long length) {
    if (at + length > memory.size()) {
      throw new GuestFault("It asked for random bytes beyond its memory.");
    }
    for (long done = 0; done < length; ) {
      int part = (int) Math.min(RANDOM, length - done);
      Optional<Payload> bytes = messages.random(part);
      if (bytes.isEmpty()) return WasiErrno.IO;
      memory.write(at + done, bytes.get());
      done += part;
    }
    return WasiErrno.SUCCESS;
  }
}
