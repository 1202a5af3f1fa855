#!/bin/sh
# Builds program.wasm. Needs clang and lld, nothing else. SDK: the folder with cairn.h.
set -eu
cd "$(dirname "$0")"
clang=${CLANG:-clang}
sdk=${SDK:-..}
give_up() { echo "build.sh: $*" >&2; exit 69; } # EX_UNAVAILABLE
command -v "$clang" >/dev/null 2>&1 ||
  give_up "there is no clang; install it with its linker (Debian, Ubuntu: 'apt install clang lld'), or set CLANG to it."
[ -f "$sdk/cairn.h" ] ||
  give_up "there is no cairn.h in $sdk; set SDK to the folder programs/sdk of Cairn."
"$clang" --target=wasm32 -O2 -mbulk-memory -ffreestanding -nostdlib -Wl,--stack-first -I"$sdk" -o program.wasm program.c
echo "program.wasm: $(wc -c <program.wasm | tr -d ' ') bytes"
