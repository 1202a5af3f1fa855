package cairn.compiler;

import cairn.wasm.HeapType;
import cairn.wasm.TypeIdentity;
import cairn.wasm.ValueType;

/**
 * A type of values in whatever module.
 *
 * @param nullable whether a reference may be null
 * @param heap what a reference refers to: an abstract type or a {@link TypeIdentity}
 */
record ValueIdentity(ValueType.Kind kind, boolean nullable, Object heap) {
  /** Whether its values are values of the other type. Types of functions only, and externals. */
  boolean isSubtypeOf(ValueIdentity other) {
    if (equals(other)) return true;
    if (kind != ValueType.Kind.REF || other.kind != ValueType.Kind.REF) return false;
    if (nullable && !other.nullable) return false;
    if (heap.equals(other.heap)) return true;
    if (heap instanceof TypeIdentity own && other.heap instanceof TypeIdentity wanted) {
      return own.isSubtypeOf(wanted);
    }
    if (other.heap == HeapType.Abstract.FUNC) {
      return heap instanceof TypeIdentity || heap == HeapType.Abstract.NOFUNC;
    }
    if (other.heap instanceof TypeIdentity) return heap == HeapType.Abstract.NOFUNC;
    if (other.heap == HeapType.Abstract.EXTERN) return heap == HeapType.Abstract.NOEXTERN;
    return other.heap == HeapType.Abstract.EXN && heap == HeapType.Abstract.NOEXN;
  }
}
