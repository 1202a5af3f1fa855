package cairn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The arrows of docs/ARCHITECTURE.md. A rule that nothing in the code base falls under would be a
 * defect, so each also has to find classes to look at.
 */
final class ArchitectureTest {
  private static final JavaClasses CAIRN =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("cairn");

  /** Every module's package, and the modules of ours it may see. */
  private static final Map<String, List<String>> ARROWS =
      Map.of(
          "cairn.registry", List.of(),
          "cairn.ipfs", List.of("cairn.registry"),
          "cairn.wasm", List.of(),
          "cairn.compiler", List.of("cairn.wasm"),
          "cairn.kernel", List.of("cairn.registry", "cairn.wasm", "cairn.compiler"),
          "cairn.profile", List.of("cairn.kernel", "cairn.registry"),
          "cairn.themes", List.of(),
          "cairn.permissions", List.of("cairn.kernel", "cairn.registry", "cairn.themes"),
          "cairn.shell", List.of("cairn.kernel", "cairn.registry", "cairn.themes"),
          "cairn.programs", List.of());

  private static final String KERNEL = "cairn.kernel";

  /** What all rooms of the kernel speak. The two packages know each other. */
  private static final Set<String> KERNEL_WORDS = Set.of(KERNEL, KERNEL + ".gate");

  /**
   * The kernel's rooms, and the rooms each sees beside the words. Each sees only rooms that stand
   * before it, so there is no way round.
   */
  private static final List<Room> KERNEL_ROOMS =
      List.of(
          new Room("system", List.of()),
          new Room("schedule", List.of()),
          new Room("trace", List.of()),
          new Room("judge", List.of()),
          new Room("engine", List.of("schedule")),
          new Room("abi", List.of("schedule", "engine")),
          new Room("ipc", List.of("schedule", "trace", "judge", "engine", "abi")),
          new Room("record", List.of("schedule", "engine", "abi")),
          new Room("process", List.of("schedule", "judge", "engine", "abi", "ipc", "record")),
          new Room("host", List.of("system", "record")),
          new Room("host.files", List.of("system")),
          new Room("host.redshirt", List.of("host")),
          new Room(
              "boot",
              List.of(
                  "schedule",
                  "trace",
                  "judge",
                  "engine",
                  "abi",
                  "ipc",
                  "process",
                  "host",
                  "host.redshirt")));

  /**
   * Nobody runs as a module (docs/decisions/0003-class-path.md), so nobody but this test would
   * notice a package that is used and not exported, or exported and used by nobody.
   */
  @TestFactory
  Stream<DynamicTest> aModuleExportsWhatOthersUseOfIt() throws IOException {
    var described = new ArrayList<ModuleDescriptor>();
    for (var found : Collections.list(loader().getResources("module-info.class")))
      try (var bytes = found.openStream()) {
        var module = ModuleDescriptor.read(bytes);
        if (module.name().startsWith("cairn.")) described.add(module);
      }
    assertThat(described)
        .extracting(ModuleDescriptor::name)
        .containsExactlyInAnyOrder(
            "cairn.registry", "cairn.ipfs", "cairn.wasm", "cairn.compiler", KERNEL);
    return described.stream()
        .map(module -> DynamicTest.dynamicTest(module.name(), () -> exportsWhatIsUsed(module)));
  }

  private static void exportsWhatIsUsed(ModuleDescriptor module) {
    var used =
        CAIRN.stream()
            .filter(c -> !within(c, module.name()))
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .map(d -> d.getTargetClass().getBaseComponentType())
            .filter(c -> within(c, module.name()))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactlyInAnyOrderElementsOf(used);
  }

  private static ClassLoader loader() {
    return ArchitectureTest.class.getClassLoader();
  }

  private record Room(String name, List<String> sees) {
    String inPackage() {
      return KERNEL + "." + name;
    }
  }

  @TestFactory
  Stream<DynamicTest> aRoomOfTheKernelSeesTheRoomsItsArrowsName() {
    return KERNEL_ROOMS.stream()
        .map(room -> DynamicTest.dynamicTest(room.name(), () -> sees(room)));
  }

  /** Neither more, which would turn an arrow round, nor less, which would draw one that is none. */
  private static void sees(Room room) {
    assertThat(roomsSeenFrom(room.inPackage())).containsExactlyInAnyOrderElementsOf(room.sees());
  }

  private static Set<String> roomsSeenFrom(String itsPackage) {
    return CAIRN.stream()
        .filter(c -> c.getPackageName().equals(itsPackage))
        .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
        .map(d -> d.getTargetClass().getBaseComponentType().getPackageName())
        .filter(p -> p.startsWith(KERNEL + ".") && !p.equals(itsPackage))
        .filter(p -> !KERNEL_WORDS.contains(p))
        .map(p -> p.substring(KERNEL.length() + 1))
        .collect(Collectors.toSet());
  }

  @Test
  void noRoomOfTheKernelSeesOneThatSeesIt() {
    var before = new HashSet<String>();
    for (var room : KERNEL_ROOMS) {
      assertThat(before).as(room.name()).containsAll(room.sees());
      before.add(room.name());
    }
  }

  @Test
  void theWordsOfTheKernelSeeNoRoom() {
    assertThat(KERNEL_WORDS)
        .allSatisfy(words -> assertThat(roomsSeenFrom(words)).as(words).isEmpty());
  }

  @Test
  void everyPackageOfTheKernelIsWordsOrARoom() {
    var packages =
        CAIRN.stream()
            .map(JavaClass::getPackageName)
            .filter(p -> p.equals(KERNEL) || p.startsWith(KERNEL + "."))
            .collect(Collectors.toSet());
    var drawn = new HashSet<>(KERNEL_WORDS);
    for (var room : KERNEL_ROOMS) drawn.add(room.inPackage());
    assertThat(packages).isEqualTo(drawn);
  }

  @TestFactory
  Stream<DynamicTest> aModuleSeesOnlyWhatItsArrowsAllow() {
    return ARROWS.entrySet().stream()
        .map(
            arrow ->
                DynamicTest.dynamicTest(
                    arrow.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(arrow.getKey() + "..")
                            .should()
                            .dependOnClassesThat(ourCodeOutside(arrow.getKey(), arrow.getValue()))
                            .check(CAIRN)));
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(ARROWS.keySet())
        .allSatisfy(
            module ->
                assertThat(
                        CAIRN.stream().filter(c -> c.getPackageName().startsWith(module)).count())
                    .as(module)
                    .isPositive());
  }

  @Test
  void onlyTheEnginePackageSeesTheEngine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("cairn.kernel.engine..", "cairn.compiler..", "cairn.wasm..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("cairn.compiler..", "cairn.wasm.."));
  }

  @Test
  void onlyTheSchedulersSeeTheJdkInternals() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "cairn.kernel.schedule", "cairn.kernel.engine", "cairn.compiler..")
            .and()
            // It asks whether the JVM uses its start cache, which no public class says.
            .doNotHaveFullyQualifiedName("cairn.app.StartCache")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.internal.."));
  }

  @Test
  void onlyViewsSeeTheSceneGraph() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("..view..", "cairn.themes..", "cairn.app..")
            .and()
            .haveSimpleNameNotEndingWith("FxBridge")
            .should()
            .dependOnClassesThat(
                resideIn("javafx.scene")
                    .and(
                        DescribedPredicate.not(
                            isOneOf("javafx.scene.Node", "javafx.scene.image.Image")))));
  }

  @Test
  void onlyTheBridgeEntersTheJavaFxThread() {
    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("FxBridge")
            .should()
            .callMethod(javafx.application.Platform.class, "runLater", Runnable.class));
  }

  @Test
  void nobodySleeps() {
    check(noClasses().should().callMethod(Thread.class, "sleep", long.class));
    check(noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("cairn.app..")
            .and()
            .haveSimpleNameNotEndingWith("StandardStreams")
            .should()
            .accessFieldWhere(standardStream()));
  }

  @Test
  void theKernelKnowsNoNetworkClientNoScreenAndNoDatabase() {
    check(
        noClasses()
            .that()
            .resideInAPackage("cairn.kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "javafx..", "java.sql..", "com.fasterxml.."));
  }

  @Test
  void recordsAndSealedChoicesAreThePublicFaceOfTheGate() {
    check(
        classes()
            .that()
            .resideInAPackage("cairn.kernel.gate")
            .and()
            .haveSimpleName("Decision")
            .should()
            .beInterfaces());
  }

  private static void check(ArchRule rule) {
    rule.check(CAIRN);
  }

  private static DescribedPredicate<JavaClass> ourCodeOutside(String module, List<String> allowed) {
    return DescribedPredicate.describe(
        "are ours and outside of " + module + " and " + allowed,
        c ->
            c.getPackageName().startsWith("cairn")
                && !within(c, module)
                && allowed.stream().noneMatch(m -> within(c, m)));
  }

  private static boolean within(JavaClass c, String module) {
    return c.getPackageName().equals(module) || c.getPackageName().startsWith(module + ".");
  }

  private static DescribedPredicate<JavaClass> resideIn(String prefix) {
    return DescribedPredicate.describe(
        "reside in " + prefix, c -> c.getPackageName().startsWith(prefix));
  }

  private static DescribedPredicate<JavaClass> isOneOf(String... names) {
    return DescribedPredicate.describe(
        "are " + List.of(names), c -> List.of(names).contains(c.getName()));
  }

  private static DescribedPredicate<JavaFieldAccess> standardStream() {
    return DescribedPredicate.describe(
        "a standard stream", access -> access.getTargetOwner().isEquivalentTo(System.class));
  }
}
