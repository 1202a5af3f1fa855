package cairn.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.judge.Rules;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.ScopeKind;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec.Call;
import cairn.registry.Payload;
import cairn.registry.Type;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The descriptors that ship fit their definitions, whichever case of a variant comes. */
class ShippedScopesTest {
  private static final Interfaces SHIPPED = Interfaces.shipped();

  @TestFactory
  Stream<DynamicTest> everyMessageThatOpensSomethingHasAScope() {
    return SHIPPED.all().stream()
        .flatMap(known -> known.definition().messages().stream().map(m -> new Told(known, m)))
        .filter(told -> told.opens().isPresent())
        .map(told -> DynamicTest.dynamicTest(told.name(), told::hasItsKindOfScope));
  }

  @Test
  void theRuleOfTheReadmeIsAboutConnecting() {
    var read = RuleText.parse("tcp=127.0.0.1:8080", true, SHIPPED.all());

    var rule = ((RuleText.Read.Ok) read).rules().getFirst();
    var scope = new Scope.Endpoint("127.0.0.1", 8080, Scope.Reach.LOOPBACK);
    assertThat(Rules.covers(rule, "connect", scope)).isTrue();
    assertThat(Rules.covers(rule, "listen", scope)).isFalse();
  }

  private record Told(Interfaces.Known known, Definition.Message message) {
    String name() {
      return known.definition().name() + "." + message.name();
    }

    Optional<Deed.Opens> opens() {
      return known
          .descriptor()
          .flatMap(d -> d.message(message.name()))
          .map(Descriptor.OfMessage::deed)
          .filter(Deed.Opens.class::isInstance)
          .map(Deed.Opens.class::cast);
    }

    void hasItsKindOfScope() {
      for (int variant = 0; variant < 4; variant++) {
        int chosen = variant;
        var arguments = message.parameters().stream().map(p -> sample(p.type(), chosen)).toList();

        var scope = Scopes.of(known, new Call(message, arguments));

        assertThat(scope).isInstanceOf(expected(opens().orElseThrow().kind()));
      }
    }

    private static Class<? extends Scope> expected(ScopeKind kind) {
      return switch (kind) {
        case WHOLE -> Scope.Whole.class;
        case ENDPOINT -> Scope.Endpoint.class;
        case INTERFACE -> Scope.OfInterface.class;
        case TEXT -> Scope.Text.class;
        case PROGRAM -> Scope.Program.class;
      };
    }
  }

  /** Some value of a type; {@code chosen} picks the cases of its variants. */
  private static Value sample(Type type, int chosen) {
    return switch (type) {
      case Type.Primitive.STRING -> Value.text("example.org");
      case Type.Primitive.BOOL -> new Value.Bool(true);
      case Type.Primitive.CHAR -> new Value.Char('x');
      case Type.Primitive.F32 -> new Value.F32(1);
      case Type.Primitive.F64 -> new Value.F64(1);
      case Type.Primitive.S8, Type.Primitive.S16, Type.Primitive.S32, Type.Primitive.S64 ->
          new Value.Signed(1);
      case Type.Primitive.U8, Type.Primitive.U16, Type.Primitive.U32, Type.Primitive.U64 ->
          Value.unsigned(1);
      case Type.ListOf(Type element) when element == Type.Primitive.U8 ->
          Value.bytes(Payload.EMPTY);
      case Type.FixedList(Type element, int length) when element == Type.Primitive.U8 ->
          Value.bytes(Payload.owning(new byte[length]));
      case Type.ListOf _ -> new Value.Items(List.of());
      case Type.FixedList(Type element, int length) ->
          new Value.Items(Stream.generate(() -> sample(element, chosen)).limit(length).toList());
      case Type.Tuple(List<Type> elements) ->
          new Value.Items(elements.stream().map(e -> sample(e, chosen)).toList());
      case Type.RecordOf(List<Type.Named> fields) ->
          new Value.Fields(
              fields.stream().map(f -> Value.field(f.name(), sample(f.type(), chosen))).toList());
      case Type.Variant(List<Type.VariantCase> cases) -> {
        // The outer variant takes the low bit, the one within it the next.
        var of = cases.get(chosen % cases.size());
        yield new Value.Case(of.name(), of.payload().map(p -> sample(p, chosen / 2)));
      }
      case Type.Enumeration(List<String> cases) -> Value.named(cases.getFirst());
      case Type.FlagSet _ -> new Value.Flags(List.of());
      case Type.Option _ -> Value.named("none");
      case Type.Result(Optional<Type> ok, Optional<Type> _) ->
          new Value.Case("ok", ok.map(t -> sample(t, chosen)));
    };
  }
}
