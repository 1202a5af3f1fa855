package cairn.compiler;

import static java.lang.constant.ConstantDescs.CD_int;

import cairn.wasm.FunctionType;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * How functions of a type are called on the JVM: operands in order, then the bytes left of the
 * guest's call stack, then the instance; the first result is returned, the others stand in the
 * instance's transfer arrays at their positions. Operands that would need more slots than a JVM
 * method has ({@code packed}) stand in the transfer arrays too.
 */
record Signature(List<JvmType> parameters, List<JvmType> results, boolean packed) {
  /** The JVM allows 255, and there are a receiver, the stack left and an instance. */
  private static final int PARAMETER_SLOTS = 250;

  Signature {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  static Signature of(FunctionType type) {
    var parameters = new ArrayList<JvmType>(type.parameterCount());
    int slots = 0;
    for (int i = 0; i < type.parameterCount(); i++) {
      JvmType parameter = JvmType.of(type.parameter(i));
      parameters.add(parameter);
      slots += parameter.slots();
    }
    var results = new ArrayList<JvmType>(type.resultCount());
    for (int i = 0; i < type.resultCount(); i++) results.add(JvmType.of(type.result(i)));
    return new Signature(parameters, results, slots > PARAMETER_SLOTS);
  }

  /** What a method returns: the first result. */
  ClassDesc returned() {
    return results.isEmpty() ? ConstantDescs.CD_void : results.getFirst().desc;
  }

  /** The descriptor of a method that takes this class of instance last. */
  MethodTypeDesc method(ClassDesc instance) {
    var operands = new ArrayList<ClassDesc>();
    if (!packed) for (JvmType parameter : parameters) operands.add(parameter.desc);
    operands.add(CD_int);
    operands.add(instance);
    return MethodTypeDesc.of(returned(), operands);
  }

  /** Whether it passes numbers only, and at most one result. */
  boolean isOfNumbers() {
    return results.size() <= 1
        && parameters.stream().noneMatch(JvmType::isObject)
        && results.stream().noneMatch(JvmType::isObject);
  }

  /** How many places of the transfer arrays it needs. */
  int transfer() {
    return Math.max(parameters.size(), results.size());
  }
}
