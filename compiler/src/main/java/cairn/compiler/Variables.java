package cairn.compiler;

/**
 * Where a function keeps its local variables, operands that are not on the JVM's stack (each has a
 * home, which belongs to its place on the operand stack), and exceptions that are being handled.
 */
interface Variables {
  /** Pushes a local variable. */
  void getLocal(Emitter out, int local);

  /** Pops into a local variable. */
  void setLocal(Emitter out, int local);

  /** Pushes the operand at a place from its home. */
  void loadHome(Emitter out, int place, JvmType type);

  /** Pops into the home of the operand at a place. */
  void storeHome(Emitter out, int place, JvmType type);

  /** Pushes the exception that the handler at this nesting handles. */
  void loadException(Emitter out, int nesting);

  /** Pops into the variable of the exception that the handler at this nesting handles. */
  void storeException(Emitter out, int nesting);

  /** Bytes of code that {@link #storeHome} takes at most. */
  int STORE_BYTES = 12;
}
