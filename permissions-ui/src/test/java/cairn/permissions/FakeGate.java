package cairn.permissions;

import cairn.kernel.gate.Decision;
import cairn.kernel.gate.PermissionRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what the user answered. */
public final class FakeGate implements Decider {
  /** One answer. */
  public record Answered(long question, Decision decision) {}

  private final List<Answered> answers = new CopyOnWriteArrayList<>();

  @Override
  public void decide(PermissionRequest question, Decision decision) {
    answers.add(new Answered(question.id().number(), decision));
  }

  public List<Answered> answers() {
    return List.copyOf(answers);
  }
}
