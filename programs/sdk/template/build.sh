#!/bin/sh
# Builds program.wasm. Needs clang and lld, nothing else. SDK: the folder with cairn.h.
set -eu
cd "$(dirname "$0")"
"${CLANG:-clang}" --target=wasm32 -O2 -mbulk-memory -ffreestanding -nostdlib -Wl,--stack-first -I"${SDK:-..}" -o program.wasm program.c
echo "program.wasm: $(wc -c <program.wasm) bytes"
