package cairn.shell.inspect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The last {@value #SAMPLES} seconds of a process, a sample each. Confined to the JavaFX thread.
 */
public final class History {
  /** Samples kept: five minutes. */
  public static final int SAMPLES = 300;

  /**
   * Samples of one kind, oldest first.
   *
   * @param first how many came before, so that a chart can group the same ones together for ever
   */
  public record Samples(List<Double> values, long first) {
    /** None. */
    public static final Samples NONE = new Samples(List.of(), 0);

    public Samples {
      values = List.copyOf(values);
    }
  }

  private final Ring cpu = new Ring();
  private final Ring memory = new Ring();
  private final Ring messages = new Ring();

  History() {}

  void add(double cpuPercent, double memoryBytes, double messagesPerSecond) {
    cpu.add(cpuPercent);
    memory.add(memoryBytes);
    messages.add(messagesPerSecond);
  }

  /** Percent of a core. */
  public Samples cpu() {
    return cpu.samples();
  }

  /** Bytes. */
  public Samples memory() {
    return memory.samples();
  }

  /** Messages a second. */
  public Samples messages() {
    return messages.samples();
  }

  /** Grows to its limit, then goes round: most processes end long before that. */
  private static final class Ring {
    private double[] samples = new double[16];
    private int next;
    private int count;
    private long ever;

    void add(double sample) {
      if (count == samples.length && count < SAMPLES) {
        samples = Arrays.copyOf(values(), Math.min(SAMPLES, 2 * count));
        next = count;
      }
      samples[next] = sample;
      ever++;
      next = (next + 1) % samples.length;
      count = Math.min(count + 1, samples.length);
    }

    Samples samples() {
      var all = new ArrayList<Double>(count);
      for (double value : values()) all.add(value);
      return new Samples(all, ever - count);
    }

    private double[] values() {
      var values = new double[count];
      for (int i = 0; i < count; i++)
        values[i] = samples[Math.floorMod(next - count + i, samples.length)];
      return values;
    }
  }
}
