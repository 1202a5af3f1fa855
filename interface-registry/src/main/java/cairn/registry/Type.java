package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * A type of the definition language. Type names are gone: a definition holds every type in full.
 */
public sealed interface Type {
  /** The types without parts. */
  enum Primitive implements Type {
    BOOL,
    U8,
    U16,
    U32,
    U64,
    S8,
    S16,
    S32,
    S64,
    F32,
    F64,
    CHAR,
    STRING
  }

  /** list&lt;element&gt;. */
  record ListOf(Type element) implements Type {}

  /** list&lt;element, length&gt;: no length on the wire. */
  record FixedList(Type element, int length) implements Type {}

  /** tuple&lt;...&gt;, which may be empty. */
  record Tuple(List<Type> elements) implements Type {
    public Tuple {
      elements = List.copyOf(elements);
    }
  }

  /** record { name: type, ... }. */
  record RecordOf(List<Named> fields) implements Type {
    public RecordOf {
      fields = List.copyOf(fields);
    }
  }

  /** variant { name, name(type), ... }. */
  record Variant(List<VariantCase> cases) implements Type {
    public Variant {
      cases = List.copyOf(cases);
    }
  }

  /** enum { name, ... }. */
  record Enumeration(List<String> cases) implements Type {
    public Enumeration {
      cases = List.copyOf(cases);
    }
  }

  /** flags { name, ... }. */
  record FlagSet(List<String> names) implements Type {
    public FlagSet {
      names = List.copyOf(names);
    }
  }

  /** option&lt;some&gt;. */
  record Option(Type some) implements Type {}

  /** result, result&lt;T&gt;, result&lt;_, E&gt;, result&lt;T, E&gt;. */
  record Result(Optional<Type> ok, Optional<Type> err) implements Type {}

  /** A field of a record or a parameter of a message. */
  record Named(String name, Type type) {}

  /** A case of a variant. */
  record VariantCase(String name, Optional<Type> payload) {}
}
