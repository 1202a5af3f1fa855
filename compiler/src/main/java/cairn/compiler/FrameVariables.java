package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Variables in the fields of a {@link cairn.compiler.runtime.Frame}, which the parts of a large
 * function pass on. What is beyond the fields that a class may have is in the frame's arrays.
 */
final class FrameVariables implements Variables {
  /** A class may have 65,535 fields, and refer to a third of that many. */
  private static final int LOCAL_FIELDS = 4_000;

  private static final int HOME_FIELDS = 500;
  private static final int EXCEPTION_FIELDS = 100;

  private static final int FRAME_BYTES = 64;
  private static final int VARIABLE_BYTES = 8;

  private static final MethodTypeDesc TO_VECTOR = MethodTypeDesc.of(Names.V128, Names.V128);

  private final List<JvmType> locals;
  private final ClassDesc frame;
  private final int frameSlot;
  private final Map<String, JvmType> fields;

  /** Of a function whose frame is of this class and in that slot of each part. */
  FrameVariables(List<JvmType> locals, ClassDesc frame, int frameSlot) {
    this(locals, frame, frameSlot, new LinkedHashMap<>());
  }

  private FrameVariables(
      List<JvmType> locals, ClassDesc frame, int frameSlot, Map<String, JvmType> fields) {
    this.locals = locals;
    this.frame = frame;
    this.frameSlot = frameSlot;
    this.fields = fields;
  }

  /** The same variables in a method that has the frame in another slot. */
  FrameVariables in(int slot) {
    return new FrameVariables(locals, frame, slot, fields);
  }

  @Override
  public void getLocal(Emitter out, int local) {
    JvmType type = locals.get(local);
    if (local < LOCAL_FIELDS) getField(out, "l" + local, type);
    else getElement(out, local, type);
  }

  @Override
  public void setLocal(Emitter out, int local) {
    JvmType type = locals.get(local);
    if (local < LOCAL_FIELDS) setField(out, "l" + local, type);
    else setElement(out, local, type);
  }

  @Override
  public void loadHome(Emitter out, int place, JvmType type) {
    if (place < HOME_FIELDS) getField(out, "s" + place + type.letter, type);
    else getElement(out, homeElement(place), type);
  }

  @Override
  public void storeHome(Emitter out, int place, JvmType type) {
    if (place < HOME_FIELDS) setField(out, "s" + place + type.letter, type);
    else setElement(out, homeElement(place), type);
  }

  @Override
  public void loadException(Emitter out, int nesting) {
    if (nesting < EXCEPTION_FIELDS) getField(out, "x" + nesting, JvmType.REFERENCE);
    else getElement(out, exceptionElement(nesting), JvmType.REFERENCE);
    out.cast(Names.EXCEPTION);
  }

  @Override
  public void storeException(Emitter out, int nesting) {
    if (nesting < EXCEPTION_FIELDS) setField(out, "x" + nesting, JvmType.REFERENCE);
    else setElement(out, exceptionElement(nesting), JvmType.REFERENCE);
  }

  private int exceptionElement(int nesting) {
    return locals.size() + nesting * 2 + 1;
  }

  private int homeElement(int place) {
    return locals.size() + place * 2;
  }

  private void getField(Emitter out, String name, JvmType type) {
    fields.putIfAbsent(name, type);
    out.load(JvmType.REFERENCE, frameSlot);
    out.getField(frame, name, type.desc);
    if (type == JvmType.VECTOR) out.invokeStatic(Names.FRAME, "vector", TO_VECTOR);
  }

  private void setField(Emitter out, String name, JvmType type) {
    fields.putIfAbsent(name, type);
    out.load(JvmType.REFERENCE, frameSlot);
    if (type.slots() == 2) {
      out.reserve(2);
      out.code.dup_x2().pop();
    } else {
      out.reserve(1);
      out.code.swap();
    }
    out.putField(frame, name, type.desc);
  }

  private void getElement(Emitter out, int index, JvmType type) {
    out.load(JvmType.REFERENCE, frameSlot);
    out.constant(index);
    out.invokeStatic(Names.FRAME, getter(type), MethodTypeDesc.of(type.desc, Names.FRAME, CD_int));
  }

  private static String getter(JvmType type) {
    return switch (type) {
      case INT -> "getInt";
      case LONG -> "getLong";
      case FLOAT -> "getFloat";
      case DOUBLE -> "getDouble";
      case VECTOR -> "getVector";
      case REFERENCE -> "getReference";
    };
  }

  private void setElement(Emitter out, int index, JvmType type) {
    out.load(JvmType.REFERENCE, frameSlot);
    out.constant(index);
    ClassDesc value = type == JvmType.VECTOR ? JvmType.REFERENCE.desc : type.desc;
    out.invokeStatic(Names.FRAME, "set", MethodTypeDesc.of(CD_void, value, Names.FRAME, CD_int));
  }

  /** Bytes of heap that a frame takes, about; after all code was written. */
  int bytes() {
    return FRAME_BYTES + VARIABLE_BYTES * Math.max(fields.size(), locals.size());
  }

  /** Adds the fields and a constructor to the class of the frame, after all code was written. */
  void define(ClassBuilder builder) {
    MethodTypeDesc constructor = MethodTypeDesc.of(CD_void);
    builder
        .withSuperclass(Names.FRAME)
        .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
        .withMethodBody(
            "<init>",
            constructor,
            ClassFile.ACC_PUBLIC,
            code -> code.aload(0).invokespecial(Names.FRAME, "<init>", constructor).return_());
    fields.forEach((name, type) -> builder.withField(name, type.desc, ClassFile.ACC_PUBLIC));
  }
}
