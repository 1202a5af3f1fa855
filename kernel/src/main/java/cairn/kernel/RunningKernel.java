package cairn.kernel;

import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.RequestId;
import cairn.registry.Interfaces;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The kernel behind its interface: wires the rooms together and hands calls on. */
final class RunningKernel implements Kernel {
  private final Interfaces interfaces;

  RunningKernel(KernelBuilder parts) {
    interfaces = parts.interfaces;
  }

  @Override
  public Pid open(OpenRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void end(Pid pid, String by) {}

  @Override
  public void pause(Pid pid) {}

  @Override
  public void resume(Pid pid) {}

  @Override
  public CompletionStage<Exit> ended(Pid pid) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KernelSnapshot snapshot() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void decide(RequestId question, Decision decision) {}

  @Override
  public List<Grant> grants() {
    return List.of();
  }

  @Override
  public void revoke(GrantId grant) {}

  @Override
  public Interfaces interfaces() {
    return interfaces;
  }

  @Override
  public void forget(Pid pid) {}

  @Override
  public void close() {}
}
