package cairn.kernel.schedule;

/** A flag that is raised at all times: of guests in Java, which ask the scheduler at every poll. */
public record RaisedFlag() implements PollFlag {
  @Override
  public void raise() {}
}
