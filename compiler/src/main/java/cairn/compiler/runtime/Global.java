package cairn.compiler.runtime;

import cairn.wasm.GlobalType;
import org.jspecify.annotations.Nullable;

/**
 * A global variable that instances share. An instance keeps the globals that it defines in fields
 * of its generated class; this is how others get to them. Numbers are raw bits; vectors count as
 * references.
 */
public abstract class Global {
  private final GlobalType type;
  private final Object typeIdentity;

  private Global(GlobalType type, Object typeIdentity) {
    this.type = type;
    this.typeIdentity = typeIdentity;
  }

  /** Its type. A reference to a type of a module is meaningful in that module only. */
  public final GlobalType type() {
    return type;
  }

  /** Equal for equivalent types of values of any modules. */
  public final Object typeIdentity() {
    return typeIdentity;
  }

  /** The value of a number, as raw bits. */
  public abstract long bits();

  /** Sets a number. */
  public abstract void setBits(long bits);

  /** The value of a reference or vector. */
  public abstract @Nullable Object reference();

  /** Sets a reference or vector. */
  public abstract void setReference(@Nullable Object value);

  /** A variable of the embedder, with these values at first. */
  public static Global of(GlobalType type, Object typeIdentity, long bits, @Nullable Object value) {
    return new Cell(type, typeIdentity, bits, value);
  }

  /** A variable of an instance. */
  public static Global of(Instance instance, int index, GlobalType type, Object typeIdentity) {
    return new Member(type, typeIdentity, instance, index);
  }

  private static final class Cell extends Global {
    private long bits;
    private @Nullable Object value;

    Cell(GlobalType type, Object typeIdentity, long bits, @Nullable Object value) {
      super(type, typeIdentity);
      this.bits = bits;
      this.value = value;
    }

    @Override
    public long bits() {
      return bits;
    }

    @Override
    public void setBits(long bits) {
      this.bits = bits;
    }

    @Override
    public @Nullable Object reference() {
      return value;
    }

    @Override
    public void setReference(@Nullable Object value) {
      this.value = value;
    }
  }

  private static final class Member extends Global {
    private final Instance instance;
    private final int index;

    Member(GlobalType type, Object typeIdentity, Instance instance, int index) {
      super(type, typeIdentity);
      this.instance = instance;
      this.index = index;
    }

    @Override
    public long bits() {
      return instance.globalBits(index);
    }

    @Override
    public void setBits(long bits) {
      instance.setGlobalBits(index, bits);
    }

    @Override
    public @Nullable Object reference() {
      return instance.globalReference(index);
    }

    @Override
    public void setReference(@Nullable Object value) {
      instance.setGlobalReference(index, value);
    }
  }
}
