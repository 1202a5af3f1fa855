package cairn.wasm;

/**
 * Reads the type section, with recursion groups and subtypes.
 *
 * @see <a
 *     href="https://webassembly.github.io/spec/core/binary/types.html#recursive-types">Recursive
 *     Types</a>
 */
final class TypeSectionReader {
  private final ByteReader in;
  private final TypeTable types;
  private final Steps steps;

  TypeSectionReader(ByteReader section, TypeTable types, Steps steps) {
    this.in = section;
    this.types = types;
    this.steps = steps;
  }

  void read() throws InvalidModuleException {
    int count = in.count("types", Limits.TYPES);
    for (int group = 0; group < count; group++) {
      int begin = types.size();
      int at = in.position();
      if (in.peek() == 0x4e) {
        in.skip(1);
        int size = in.count("types of a recursion group", Limits.TYPES - begin);
        for (int type = 0; type < size; type++) subtype(begin, begin + size);
      } else {
        subtype(begin, begin + 1);
      }
      types.endGroup(begin);
      for (int type = begin; type < types.size(); type++) checkSupertype(type, at);
    }
  }

  private void subtype(int group, int known) throws InvalidModuleException {
    steps.take();
    if (types.size() >= Limits.TYPES) {
      throw in.malformed("There are more types than the limit of " + Limits.TYPES);
    }
    int parent = -1;
    boolean isFinal = true;
    int form = in.peek();
    if (form == 0x50 || form == 0x4f) {
      in.skip(1);
      isFinal = form == 0x4f;
      int supertypes = in.count("supertypes", 1);
      if (supertypes == 1) parent = in.index("type");
    }
    int at = in.position();
    CompositeType type =
        switch (in.u8()) {
          case 0x60 -> functionType(known);
          case 0x5f -> structType(known);
          case 0x5e -> {
            int storage = storage(known);
            yield new ArrayType(storage, in.mutability());
          }
          default ->
              throw in.malformed(
                  "This is no type: integer representation too long, malformed type", at);
        };
    if (parent >= types.size()) {
      throw in.malformed(
          "Type "
              + types.size()
              + " names "
              + parent
              + " its supertype, which comes later: unknown type",
          at);
    }
    if (parent >= 0 && types.depth(parent) >= Limits.SUBTYPE_DEPTH) {
      throw in.malformed(
          "Type " + types.size() + " has more supertypes than the limit of " + Limits.SUBTYPE_DEPTH,
          at);
    }
    types.add(type, parent, isFinal, group);
  }

  private void checkSupertype(int index, int at) throws InvalidModuleException {
    int parent = types.parent(index);
    if (parent < 0) return;
    if (types.isFinal(parent)) {
      throw in.malformed(
          "Type "
              + index
              + " names "
              + parent
              + " its supertype, which is final: sub type "
              + index
              + " does not match super type",
          at);
    }
    if (!types.matches(types.type(index), types.type(parent))) {
      throw in.malformed(
          "Type "
              + index
              + " is not a subtype of "
              + parent
              + " as it says: sub type "
              + index
              + " does not match super type",
          at);
    }
  }

  private FunctionType functionType(int known) throws InvalidModuleException {
    int[] parameters = valueTypes("parameters", Limits.PARAMETERS, known);
    int[] results = valueTypes("results", Limits.RESULTS, known);
    return parameters.length == 0 && results.length == 0
        ? FunctionType.EMPTY
        : new FunctionType(parameters, results);
  }

  private int[] valueTypes(String what, int most, int known) throws InvalidModuleException {
    int[] codes = new int[in.count(what, most)];
    steps.take(codes.length >> 2);
    for (int number = 0; number < codes.length; number++) codes[number] = in.valueType(known);
    return codes;
  }

  private StructType structType(int known) throws InvalidModuleException {
    int fields = in.count("fields", Limits.FIELDS);
    steps.take(fields >> 2);
    int[] storage = new int[fields];
    boolean[] mutable = new boolean[fields];
    for (int field = 0; field < fields; field++) {
      storage[field] = storage(known);
      mutable[field] = in.mutability();
    }
    return new StructType(storage, mutable);
  }

  private int storage(int known) throws InvalidModuleException {
    int code = in.peek();
    if (code == 0x78 || code == 0x77) {
      in.skip(1);
      return code == 0x78 ? ValueType.CODE_I8 : ValueType.CODE_I16;
    }
    return in.valueType(known);
  }
}
