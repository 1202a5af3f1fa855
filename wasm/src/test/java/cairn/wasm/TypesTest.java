package cairn.wasm;

import static cairn.wasm.Binary.FUNCREF;
import static cairn.wasm.Binary.I32;
import static cairn.wasm.Binary.I64;
import static cairn.wasm.Binary.NOTHING;
import static cairn.wasm.Binary.NO_TYPE;
import static cairn.wasm.Binary.bytes;
import static cairn.wasm.Binary.functionType;
import static cairn.wasm.Binary.leb;
import static cairn.wasm.Binary.module;
import static cairn.wasm.Binary.read;
import static cairn.wasm.Binary.section;
import static cairn.wasm.Binary.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TypesTest {
  private static final int REF = 0x64;
  private static final int REF_NULL = 0x63;

  /** A type that may have subtypes. */
  private static byte[] open(byte[] type) {
    return bytes(0x50, 0, type);
  }

  private static byte[] subtype(int parent, byte[] type) {
    return bytes(0x50, 1, parent, type);
  }

  private static byte[] struct(Object... fields) {
    byte[] content = bytes(fields);
    return bytes(0x5f, content.length / 2, content);
  }

  private static void refused(byte[] module, String said) {
    assertThatThrownBy(() -> read(module))
        .isInstanceOf(InvalidModuleException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("type section");
  }

  @Test
  void equalTypesHaveOneCanonicalNumber() throws InvalidModuleException {
    byte[] unary = functionType(bytes(I32), NOTHING);
    WasmModule module = read(module(types(NO_TYPE, unary, NO_TYPE, unary)));

    assertThat(module.canonicalType(2)).isZero();
    assertThat(module.canonicalType(3)).isEqualTo(1);
  }

  @Test
  void typesOfGroupsThatDifferAreNotEquivalent() throws InvalidModuleException {
    byte[] pair = bytes(0x4e, 2, NO_TYPE, NO_TYPE);
    WasmModule module = read(module(section(1, 3, NO_TYPE, pair, pair)));

    assertThat(module.canonicalType(0)).isZero();
    assertThat(module.canonicalType(1)).isEqualTo(1);
    assertThat(module.canonicalType(2)).isEqualTo(2);
    assertThat(module.canonicalType(3)).isEqualTo(1);
    assertThat(module.canonicalType(4)).isEqualTo(2);
  }

  @Test
  void recursiveTypesAreEquivalentWhenTheyReferToThemselvesAlike() throws InvalidModuleException {
    byte[] first = bytes(0x4e, 1, bytes(0x5f, 1, REF_NULL, 0, 0));
    byte[] second = bytes(0x4e, 1, bytes(0x5f, 1, REF_NULL, 1, 0));
    byte[] toTheFirst = bytes(0x4e, 1, bytes(0x5f, 1, REF_NULL, 0, 0));
    WasmModule module = read(module(section(1, 3, first, second, toTheFirst)));

    assertThat(module.canonicalType(1)).isZero();
    assertThat(module.canonicalType(2)).isEqualTo(2);
  }

  @Test
  void identitiesAreEqualAcrossModulesJustForEquivalentTypes() throws InvalidModuleException {
    byte[] node = bytes(0x5f, 1, REF_NULL, 0, 0);
    byte[] shiftedNode = bytes(0x5f, 1, REF_NULL, 1, 0);
    byte[] user = bytes(0x60, 1, REF, 0, 0);
    byte[] shiftedUser = bytes(0x60, 1, REF, 1, 0);
    WasmModule one = read(module(types(node, user)));
    WasmModule other = read(module(types(NO_TYPE, shiftedNode, shiftedUser)));

    assertThat(other.typeIdentity(1)).isEqualTo(one.typeIdentity(0));
    assertThat(other.typeIdentity(2)).isEqualTo(one.typeIdentity(1));
    assertThat(other.typeIdentity(2)).isNotEqualTo(one.typeIdentity(0));
    assertThat(other.typeIdentity(0)).isNotEqualTo(one.typeIdentity(0));
  }

  @Test
  void finalAndMutabilityArePartOfAType() throws InvalidModuleException {
    WasmModule module =
        read(module(types(struct(I32, 0), struct(I32, 1), open(struct(I32, 0)), struct(0x78, 0))));

    assertThat(module.canonicalType(1)).isEqualTo(1);
    assertThat(module.canonicalType(2)).isEqualTo(2);
    assertThat(module.canonicalType(3)).isEqualTo(3);
    assertThat(module.isFinal(0)).isTrue();
    assertThat(module.isFinal(2)).isFalse();
  }

  @Test
  void aSubtypeKnowsItsSupertypesAcrossModules() throws InvalidModuleException {
    byte[] wide = struct(I32, 0, I64, 0);
    WasmModule module = read(module(types(open(struct(I32, 0)), subtype(0, wide))));

    assertThat(module.superType(1)).hasValue(0);
    assertThat(module.typeIdentity(1).isSubtypeOf(module.typeIdentity(0))).isTrue();
    assertThat(module.typeIdentity(0).isSubtypeOf(module.typeIdentity(1))).isFalse();
    assertThat(module.typeIdentity(1).superType()).hasValue(module.typeIdentity(0));
  }

  @Test
  void aSubtypeMustHaveWhatItsSupertypeHas() throws InvalidModuleException {
    refused(
        module(types(open(struct(I32, 0)), subtype(0, struct(I64, 0)))), "is not a subtype of 0");
    refused(module(types(open(struct(I32, 0)), subtype(0, struct()))), "is not a subtype of 0");
    refused(module(types(open(struct(I32, 1)), subtype(0, struct(I32, 0)))), "is not a subtype");
    refused(
        module(types(struct(I32, 0), subtype(0, struct(I32, 0)))),
        "0 its supertype, which is final");
    refused(module(types(subtype(0, NO_TYPE))), "which comes later");
    byte[] general = functionType(bytes(FUNCREF), NOTHING);
    byte[] special = bytes(0x60, 1, REF, FUNCREF, 0);
    // Parameters are contravariant.
    assertThat(read(module(types(open(special), subtype(0, general)))).superType(1)).hasValue(0);
    refused(module(types(open(general), subtype(0, special))), "is not a subtype of 0");
  }

  @Test
  void fieldsThatMayBeWrittenKeepTheirTypeAndOthersMayNarrow() throws InvalidModuleException {
    byte[] general = bytes(0x5f, 1, REF_NULL, 0x70, 0);
    byte[] special = bytes(0x5f, 1, REF, 0x70, 0);
    byte[] generalMutable = bytes(0x5f, 1, REF_NULL, 0x70, 1);
    byte[] specialMutable = bytes(0x5f, 1, REF, 0x70, 1);

    assertThat(read(module(types(open(general), subtype(0, special)))).superType(1)).hasValue(0);
    refused(module(types(open(generalMutable), subtype(0, specialMutable))), "is not a subtype");
  }

  @Test
  void supertypesAreNoMoreThan63() throws InvalidModuleException {
    byte[][] chain = new byte[65][];
    chain[0] = open(NO_TYPE);
    for (int type = 1; type < chain.length; type++) chain[type] = subtype(type - 1, NO_TYPE);

    refused(module(types(chain)), "limit of 63");
    byte[][] shorter = java.util.Arrays.copyOf(chain, 64);
    WasmModule module = read(module(types(shorter)));
    assertThat(module.typeIdentity(63).isSubtypeOf(module.typeIdentity(0))).isTrue();
  }

  @Test
  void abstractTypesFormThreeHierarchiesAndExceptions() throws InvalidModuleException {
    TypeTable types = read(module(types(NO_TYPE, struct(), bytes(0x5e, I32, 0)))).types();

    assertThat(types.isSubtype(ref(HeapType.Abstract.I31), ref(HeapType.Abstract.ANY))).isTrue();
    assertThat(types.isSubtype(ref(HeapType.Abstract.ANY), ref(HeapType.Abstract.EQ))).isFalse();
    assertThat(types.isSubtype(ref(HeapType.Abstract.STRUCT), ref(HeapType.Abstract.EQ))).isTrue();
    assertThat(types.isSubtype(ref(HeapType.Abstract.FUNC), ref(HeapType.Abstract.ANY))).isFalse();
    assertThat(types.isSubtype(ref(HeapType.Abstract.NOEXN), ref(HeapType.Abstract.EXN))).isTrue();
    assertThat(types.isSubtype(ref(0), ref(HeapType.Abstract.FUNC))).isTrue();
    assertThat(types.isSubtype(ref(1), ref(HeapType.Abstract.EQ))).isTrue();
    assertThat(types.isSubtype(ref(1), ref(HeapType.Abstract.ARRAY))).isFalse();
    assertThat(types.isSubtype(ref(2), ref(HeapType.Abstract.ARRAY))).isTrue();
    assertThat(types.isSubtype(ref(HeapType.Abstract.NONE), ref(2))).isTrue();
    assertThat(types.isSubtype(ref(HeapType.Abstract.NONE), ref(0))).isFalse();
    assertThat(types.isSubtype(ref(HeapType.Abstract.NOFUNC), ref(0))).isTrue();
  }

  @Test
  void aReferenceThatMayBeNullIsNoSubtypeOfOneThatMayNot() throws InvalidModuleException {
    TypeTable types = read(module()).types();
    int nullable = ValueType.reference(HeapType.Abstract.ANY, true).code();

    assertThat(types.isSubtype(ref(HeapType.Abstract.ANY), nullable)).isTrue();
    assertThat(types.isSubtype(nullable, ref(HeapType.Abstract.ANY))).isFalse();
  }

  private static int ref(HeapType.Abstract heap) {
    return ValueType.reference(heap, false).code();
  }

  private static int ref(int type) {
    return ValueType.reference(type, false).code();
  }

  @Test
  void valueTypesSayWhatTheyAre() {
    assertThat(ValueType.reference(7, true))
        .hasToString("(ref null 7)")
        .isEqualTo(ValueType.reference(7, true));
    assertThat(ValueType.reference(7, true).typeIndex()).isEqualTo(7);
    assertThat(ValueType.reference(7, false).nullable()).isFalse();
    assertThat(ValueType.FUNCREF.heapType()).isEqualTo(HeapType.Abstract.FUNC);
    assertThat(ValueType.FUNCREF.typeIndex()).isEqualTo(-1);
    assertThat(ValueType.F64.kind()).isEqualTo(ValueType.Kind.F64);
    assertThatThrownBy(ValueType.I32::heapType).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aGroupMayBeEmptyAndTypesMayBeMany() throws InvalidModuleException {
    byte[] empty = bytes(0x4e, 0);

    assertThat(read(module(section(1, leb(2), empty, NO_TYPE))).typeCount()).isEqualTo(1);
  }
}
