package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Map;

/**
 * The calls of the parts of a function that has thousands: too many for the method that runs them,
 * which calls a method for each group of parts.
 */
final class PartGroups {
  /** The parts of a group. */
  static final int SIZE = 1_000;

  static final String METHOD = "group";

  private PartGroups() {}

  /** The descriptor of a group's method: a part's, and the part. */
  static MethodTypeDesc type(ClassDesc frame) {
    return MethodTypeDesc.of(CD_int, frame, CD_int, Names.OWN_INSTANCE, CD_int, CD_int);
  }

  /** Puts the classes of the groups, by name, into the map. */
  static void generate(int function, int parts, ClassFile classFile, Map<String, byte[]> waiting) {
    if (parts <= PartRunner.PART_CALLS) return;
    for (int first = 0; first < parts; first += SIZE) {
      ClassDesc group = Names.group(function, first / SIZE);
      waiting.put(
          Names.binary(group),
          group(group, function, first, Math.min(first + SIZE, parts), classFile));
    }
  }

  private static byte[] group(
      ClassDesc self, int function, int first, int end, ClassFile classFile) {
    ClassDesc frame = Names.frame(function);
    return classFile.build(
        self,
        builder ->
            builder
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER | ClassFile.ACC_FINAL)
                .withMethodBody(
                    METHOD,
                    type(frame),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> {
                      var labels = new ArrayList<Label>();
                      var cases = new ArrayList<SwitchCase>();
                      for (int part = first; part < end; part++) {
                        Label label = code.newLabel();
                        labels.add(label);
                        cases.add(SwitchCase.of(part, label));
                      }
                      code.iload(4).tableswitch(first, end - 1, labels.getFirst(), cases);
                      for (int part = first; part < end; part++) {
                        code.labelBinding(labels.get(part - first))
                            .aload(0)
                            .iload(1)
                            .aload(2)
                            .iload(3)
                            .invokestatic(
                                Names.part(function, part),
                                PartWriter.METHOD,
                                PartWriter.type(frame))
                            .ireturn();
                      }
                    }));
  }
}
