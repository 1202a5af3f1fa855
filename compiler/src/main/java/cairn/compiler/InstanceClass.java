package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassFile;
import java.lang.constant.MethodTypeDesc;

/** Generates the class of a module's instances: a field per global. */
final class InstanceClass {
  private static final MethodTypeDesc CONSTRUCTOR =
      MethodTypeDesc.of(CD_void, Names.INSTANCE_PARTS);

  private InstanceClass() {}

  /** The name of a global's field. */
  static String field(int global) {
    return "g" + global;
  }

  static byte[] generate(ModuleLayout layout, ClassFile classFile) {
    return classFile.build(
        Names.OWN_INSTANCE,
        builder -> {
          builder
              .withSuperclass(Names.INSTANCE)
              .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
              .withMethodBody(
                  "<init>",
                  CONSTRUCTOR,
                  ClassFile.ACC_PUBLIC,
                  code ->
                      code.aload(0)
                          .aload(1)
                          .invokespecial(Names.INSTANCE, "<init>", CONSTRUCTOR)
                          .return_());
          for (int global = 0; global < layout.globals(); global++) {
            if (!layout.isField(global)) continue;
            builder.withField(field(global), layout.global(global).desc, ClassFile.ACC_PUBLIC);
          }
        });
  }
}
