package cairn.kernel;

/** placeholder, owned by the kernel's author: collects ports and makes a Kernel. */
public final class KernelBuilder {
  private KernelBuilder() {}
}
