package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The words of a command line reach a program byte for byte, in the poorest of locales. */
@EnabledOnOs(OS.LINUX)
final class WordsAsBytesTest {
  /**
   * Prints its arguments, each with the zero behind it, in hexadecimal digits. In WebAssembly text:
   *
   * <pre>{@code
   * (module
   *   (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
   *   (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
   *   (import "wasi_snapshot_preview1" "fd_write"
   *     (func $write (param i32 i32 i32 i32) (result i32)))
   *   (memory (export "memory") 4)
   *   (data (i32.const 64) "0123456789abcdef")
   *   (func $digit (param $at i32) (param $value i32)
   *     (i32.store8 (local.get $at) (i32.load8_u (i32.add (i32.const 64) (local.get $value)))))
   *   (func (export "_start") (local $i i32) (local $byte i32) (local $out i32)
   *     (drop (call $sizes (i32.const 0) (i32.const 4)))
   *     (drop (call $get (i32.const 1024) (i32.const 65536)))
   *     (local.set $out (i32.const 131072))
   *     (loop $next
   *       (local.set $byte (i32.load8_u (i32.add (i32.const 65536) (local.get $i))))
   *       (call $digit (local.get $out) (i32.shr_u (local.get $byte) (i32.const 4)))
   *       (call $digit
   *         (i32.add (local.get $out) (i32.const 1)) (i32.and (local.get $byte) (i32.const 15)))
   *       (local.set $out (i32.add (local.get $out) (i32.const 2)))
   *       (local.set $i (i32.add (local.get $i) (i32.const 1)))
   *       (br_if $next (i32.lt_u (local.get $i) (i32.load (i32.const 4)))))
   *     (i32.store (i32.const 8) (i32.const 131072))
   *     (i32.store (i32.const 12) (i32.sub (local.get $out) (i32.const 131072)))
   *     (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))))
   * }</pre>
   */
  private static final String SHOW =
      "0061736d0100000001170460027f7f017f60047f7f7f7f017f60027f7f00600000026d0316776173695f"
          + "736e617073686f745f70726576696577310e617267735f73697a65735f676574000016776173695f736e"
          + "617073686f745f707265766965773108617267735f676574000016776173695f736e617073686f745f70"
          + "726576696577310866645f7772697465000103030202030503010004071302066d656d6f72790200065f"
          + "737461727400040a8a01021000200041c00020016a2d00003a00000b7701037f4100410410001a418008"
          + "4180800410011a41808008210203404180800420006a2d00002101200220014104761003200241016a20"
          + "01410f711003200241026a2102200041016a210020004104280200490d000b410841808008360200410c"
          + "2002418080086b360200410141084101411010021a0b0b17010041c0000b103031323334353637383961"
          + "6263646566";

  @TempDir Path folder;
  private CairnCommand cairn = new CairnCommand(Path.of("unused"));

  @BeforeEach
  void inTheLocaleC() throws Exception {
    cairn = new CairnCommand(folder.resolve("profile")).inLocale("C");
    Files.write(folder.resolve("show.wasm"), HexFormat.of().parseHex(SHOW));
  }

  @Test
  void argumentsArriveByteForByteAndBehindTheDashesUntouched() throws Exception {
    Files.writeString(folder.resolve("list"), "other words");

    var result =
        cairn.shell(
            folder,
            "exec \"$@\" run show.wasm -- \"$(printf '\\303\\251')\" \"$(printf 'x\\377')\" @list -v '' 'a b' --");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .isEqualTo(
            hex("show.wasm")
                + "c3a900"
                + "78ff00"
                + hex("@list")
                + hex("-v")
                + "00"
                + hex("a b")
                + hex("--"));
  }

  @Test
  void aProgramWhoseNameIsNotAsciiOrNotEvenTextRunsAndIsToldItsName() throws Exception {
    var result =
        cairn.shell(
            folder,
            """
            name=$(printf 'caf\\303\\251.wasm') odd=$(printf 'odd\\377.wasm')
            cp show.wasm "$name" && cp show.wasm "$odd" && "$@" run "$name" && exec "$@" run "./$odd"
            """);

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo("636166c3a9" + hex(".wasm") + "6f6464ff" + hex(".wasm"));
  }

  @Test
  void foldersAndVariablesWhoseNamesAreNotTextCanBeGiven() throws Exception {
    var result =
        cairn.shell(
            folder,
            """
            odd=$(printf 'odd\\377'); mkdir "$odd"
            exec "$@" run --dir "$odd:/data" --env "A=$odd" show.wasm
            """);

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  private static String hex(String word) {
    var out = new StringBuilder();
    for (char c : (word + "\0").toCharArray()) out.append(String.format("%02x", (int) c));
    return out.toString();
  }
}
