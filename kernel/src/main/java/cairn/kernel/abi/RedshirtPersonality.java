package cairn.kernel.abi;

import static cairn.kernel.engine.HostFunction.WasmType.I32;
import static cairn.kernel.engine.HostFunction.WasmType.I64;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * The imports of {@code redshirt} (docs/ABI.md), in two generations that differ in more than their
 * names: whoever imports {@code emit_answer} or {@code emit_message_error} is of generation B, all
 * others are of C, where answering, and receiving for an interface, are messages themselves.
 */
public final class RedshirtPersonality implements Personality {
  /** The name of the import module. */
  public static final String MODULE = "redshirt";

  /** The interface by which its programs register. */
  public static final InterfaceId INTERFACE =
      InterfaceId.ofHex("496e56148cd42bc39b4ebf5eb62c604d7dd570924d4f70dfb3daf6fedc65938a");

  private static final String ANSWER = "emit_answer";
  private static final String ERROR = "emit_message_error";

  private static final long NEEDS_ANSWER = 1;
  private static final long ALLOW_DELAY = 2;
  private static final long BLOCK = 1;

  /** The slot value for what comes for interfaces; only generation B has it. */
  private static final long ANYTHING = 1;

  /** The first byte of a registration, and what the kernel calls the same of generation B. */
  private static final int REGISTER = 0;

  private static final byte REGISTER_B = 3;
  private static final int REGISTER_LENGTH = 1 + Sha256.LENGTH;

  /** Which of the two. */
  public enum Generation {
    /** December 2019 to December 2020. */
    B,
    /** Later. */
    C
  }

  private final Generation generation;

  /** Of this generation. */
  public RedshirtPersonality(Generation generation) {
    this.generation = generation;
  }

  @Override
  public boolean suits(List<Engine.Import> imports) {
    boolean answers =
        imports.stream()
            .filter(each -> each.module().equals(MODULE))
            .anyMatch(each -> each.name().equals(ANSWER) || each.name().equals(ERROR));
    return answers == (generation == Generation.B);
  }

  @Override
  public List<HostFunction> functions(Syscalls syscalls) {
    var functions = new ArrayList<HostFunction>();
    functions.add(
        new HostFunction(
            MODULE,
            "next_notification",
            List.of(I32, I32, I32, I32, I64),
            List.of(I32),
            (memory, in) ->
                next(syscalls, memory, u32(in[0]), u32(in[1]), u32(in[2]), u32(in[3]), in[4])));
    functions.add(
        new HostFunction(
            MODULE,
            "emit_message",
            List.of(I32, I32, I32, I64, I32),
            List.of(I32),
            (memory, in) ->
                emit(syscalls, memory, u32(in[0]), u32(in[1]), u32(in[2]), in[3], u32(in[4]))));
    functions.add(
        new HostFunction(
            MODULE,
            "cancel_message",
            List.of(I32),
            List.of(),
            (memory, in) -> {
              var id = new MessageId(memory.i64(u32(in[0])));
              syscalls.cancel(new Syscall.CancelMessage(id));
              return 0;
            }));
    if (generation == Generation.B) addAnswers(functions, syscalls);
    return functions;
  }

  private static void addAnswers(List<HostFunction> functions, Syscalls syscalls) {
    functions.add(
        new HostFunction(
            MODULE,
            ANSWER,
            List.of(I32, I32, I32),
            List.of(),
            (memory, in) -> {
              Payload body = CairnPersonality.bytes(ANSWER, memory, u32(in[1]), u32(in[2]));
              return answer(syscalls, memory, u32(in[0]), new Answer.Success(body));
            }));
    functions.add(
        new HostFunction(
            MODULE,
            ERROR,
            List.of(I32),
            List.of(),
            (memory, in) -> answer(syscalls, memory, u32(in[0]), new Answer.Failure())));
  }

  private static long u32(long raw) {
    return raw & 0xffff_ffffL;
  }

  private static long answer(Syscalls syscalls, GuestMemory memory, long id, Answer answer) {
    syscalls.answer(new Syscall.EmitAnswer(new MessageId(memory.i64(id)), answer));
    return 0;
  }

  private long emit(
      Syscalls syscalls,
      GuestMemory memory,
      long to,
      long bufs,
      long bufsLength,
      long flags,
      long idOut) {
    CairnPersonality.knowFlags("emit_message", flags, NEEDS_ANSWER | ALLOW_DELAY);
    var id = InterfaceId.read(memory.read(to, Sha256.LENGTH), 0);
    Payload body = CairnPersonality.body("emit_message", memory, bufs, bufsLength);
    boolean needsAnswer = (flags & NEEDS_ANSWER) != 0;
    boolean delay = (flags & ALLOW_DELAY) != 0;
    // Out of bounds is found here, before there is anything to take back.
    if (needsAnswer) memory.putI64(idOut, 0);
    int status =
        syscalls.emit(
            new Syscall.EmitMessage(
                id,
                generation == Generation.B && id.equals(INTERFACE) ? registering(body) : body,
                needsAnswer,
                delay,
                generation == Generation.C && delay),
            given -> memory.putI64(idOut, given));
    if (status == Syscalls.ACCEPTED) return 0;
    if (needsAnswer) memory.putI64(idOut, 0);
    return 1;
  }

  /** The answer to a registration has another form in generation B, so the question has too. */
  private static Payload registering(Payload body) {
    if (body.length() != REGISTER_LENGTH || body.at(0) != REGISTER) return body;
    byte[] bytes = body.toByteArray();
    bytes[0] = REGISTER_B;
    return Payload.owning(bytes);
  }

  private long next(
      Syscalls syscalls,
      GuestMemory memory,
      long ids,
      long idsLength,
      long out,
      long outLength,
      long flags) {
    CairnPersonality.knowFlags("next_notification", flags, BLOCK);
    if ((out & 7) != 0)
      throw new GuestFault(
          "next_notification was given an address to write to that is no multiple of 8.");
    List<Long> wanted = CairnPersonality.slots("next_notification", memory, ids, idsLength);
    // To generation C 1 is a message that never was.
    if (generation == Generation.C) wanted.replaceAll(slot -> slot == ANYTHING ? 0 : slot);
    int room = (int) Math.min(outLength, Integer.MAX_VALUE);
    var wish = new Syscall.NextMessage(wanted, (flags & BLOCK) != 0, room);
    return switch (syscalls.next(wish)) {
      case Next.Nothing _ -> 0;
      case Next.TooLarge(int size) -> size;
      case Next.Taken(int slot, var what) -> {
        int size = CairnPersonality.write(memory, out, slot, what);
        memory.putI64(ids + 8L * slot, 0);
        yield size;
      }
    };
  }
}
