package cairn.kernel.gate;

/** The identity of a question to the user, never reused while the kernel lives. */
public record RequestId(long number) {}
