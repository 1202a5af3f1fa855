package cairn.kernel;

/** What is limited, as far as reaching it is counted. */
public enum Limit {
  /** Bytes of its memories, or of all: {@code memory.grow} answered -1. */
  MEMORY,
  /** Bytes of its tables, or of all tables and modules: {@code table.grow} answered -1. */
  TABLES,
  /** Messages or bytes that wait for it: their senders waited, or were told. */
  MAILBOX,
  /** Its open questions. */
  UNANSWERED,
  /** Its messages that wait at the gate. */
  PARKED,
  /** The size of one body, or the sum of all bodies on their way. */
  BODY,
  /** Bytes of answers that it did not take: an error came in an answer's place. */
  ANSWERS,
  /** Interfaces it answers. */
  HANDLES,
  /** Bytes of put-down stacks of its threads, or of all: the thread that was to wait ended it. */
  STACKS,
  /** Interfaces that it sends to, those that nothing is on the way to left out. */
  INTERFACES,
  /** Processes that it starts. */
  CHILDREN
}
