/** The kernel: processes, messages, the gate, the engine and the native handlers. */
module cairn.kernel {
  requires transitive cairn.registry;
  requires transitive org.jspecify;
  requires cairn.compiler;
  requires jdk.management;
  requires org.bouncycastle.provider;

  exports cairn.kernel;
  exports cairn.kernel.abi;
  exports cairn.kernel.boot;
  exports cairn.kernel.engine;
  exports cairn.kernel.gate;
  exports cairn.kernel.host;
  exports cairn.kernel.host.files;
  exports cairn.kernel.record;
  exports cairn.kernel.schedule;
}
