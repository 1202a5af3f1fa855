/** Reads and validates WebAssembly modules. */
module cairn.wasm {
  requires transitive org.jspecify;

  exports cairn.wasm;
}
