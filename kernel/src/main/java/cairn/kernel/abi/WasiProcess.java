package cairn.kernel.abi;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
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
    return words(memory, messages.arguments(), pointers, bytes);
  }

  WasiErrno argumentSizes(GuestMemory memory, long count, long size) {
    return sizes(memory, messages.arguments(), count, size);
  }

  WasiErrno environment(GuestMemory memory, long pointers, long bytes) {
    return words(memory, messages.environment(), pointers, bytes);
  }

  WasiErrno environmentSizes(GuestMemory memory, long count, long size) {
    return sizes(memory, messages.environment(), count, size);
  }

  private static WasiErrno sizes(
      GuestMemory memory, Optional<Payload> words, long count, long size) {
    if (words.isEmpty()) return WasiErrno.IO;
    Payload all = words.get();
    int ends = 0;
    for (int i = 0; i < all.length(); i++) if (all.at(i) == 0) ends++;
    memory.putI32(count, ends);
    memory.putI32(size, all.length());
    return WasiErrno.SUCCESS;
  }

  /** Writes the words, each ended by a zero, and where each begins. */
  private static WasiErrno words(
      GuestMemory memory, Optional<Payload> words, long pointers, long bytes) {
    if (words.isEmpty()) return WasiErrno.IO;
    Payload all = words.get();
    memory.write(bytes, all);
    long pointer = pointers;
    int begin = 0;
    for (int i = 0; i < all.length(); i++) {
      if (all.at(i) != 0) continue;
      memory.putI32(pointer, (int) (bytes + begin));
      pointer += 4;
      begin = i + 1;
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
