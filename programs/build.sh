#!/usr/bin/env bash
# Builds the programs that ship into src/main/resources/cairn/programs, byte for byte the same everywhere.
#   programs/build.sh           writes them
#   programs/build.sh --check   builds them elsewhere and compares: prints "N passed, N failed"
# Needs Debian 12's clang, lld, wasi-libc, libclang-rt-14-dev-wasm32 and python3.
set -eu
cd "$(dirname "$0")"
built=src/main/resources/cairn/programs
out=$built
if [ "${1:-}" = --check ]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi

clang=${CLANG:-clang}
case $("$clang" --version | head -1) in
  *"version 14.0.6"*) ;;
  *) echo "The programs that ship are built with clang 14.0.6 of Debian 12; this is $("$clang" --version | head -1)." >&2
     [ "$out" = "$built" ] || exit 2 ;;
esac

flags="-O2 -std=gnu11 -Wall -Wextra -Werror -Isdk"
cairn() { # NAME SOURCE
  "$clang" --target=wasm32 $flags -mbulk-memory -msign-ext -ffreestanding -nostdlib -Wl,--stack-first -o "$out/$1.wasm" "$2"
}
wasi() { # NAME SOURCE
  "$clang" --target=wasm32-wasi $flags -Wl,--strip-debug -o "$out/$1.wasm" "$2"
}

mkdir -p "$out"
cairn hello src/hello/hello.c
cairn clock src/clock/clock.c
wasi dice src/dice/dice.c
wasi train src/train/train.c
cairn fetch src/fetch/fetch.c
cairn web src/web/web.c
cairn echo-handler src/echo/echo-handler.c
cairn echo-client src/echo/echo-client.c
cairn spin src/spin/spin.c
cairn crash src/crash/crash.c
cairn hundred src/hundred/hundred.c
cairn template sdk/template/program.c && rm "$out/template.wasm" # it must build, but does not ship
cp src/echo/echo.wit "$out/"

python3 - "$out" <<'PY'
import base64, hashlib, json, pathlib, sys
out = pathlib.Path(sys.argv[1])
programs = json.loads(pathlib.Path("src/programs.json").read_text(encoding="utf-8"))
for program in programs:
    wasm = (out / (program["name"] + ".wasm")).read_bytes()
    digest = hashlib.sha256(wasm).digest()
    cid = "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("=")
    program |= {"cid": cid, "sha256": digest.hex(), "size": len(wasm)}
lines = ",\n".join("  " + json.dumps(program, ensure_ascii=False) for program in programs)
(out / "programs.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")
PY

chmod 644 "$out"/*
[ "$out" = "$built" ] && exit 0
passed=0 failed=0
for file in $(ls "$out" "$built" | grep -E '\.(wasm|wit|json)$' | sort -u); do
  if cmp -s "$out/$file" "$built/$file"; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "FAILED $file: what is committed is not what its source builds"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
