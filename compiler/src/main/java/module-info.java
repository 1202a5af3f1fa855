/** Compiles each function of a WebAssembly module to JVM bytecode when it is first called. */
module cairn.compiler {
  requires transitive cairn.wasm;
  requires transitive org.jspecify;

  exports cairn.compiler;
  exports cairn.compiler.runtime;
}
