package cairn.ipfs;

import java.time.Duration;

/**
 * How long to wait for a source.
 *
 * @param connect for a connection
 * @param headers from the connection to the end of the response's headers
 * @param silence without a byte of the body
 * @param whole for all of a transfer, whatever the number of sources
 */
public record Timeouts(Duration connect, Duration headers, Duration silence, Duration whole) {
  /** 5 s, 10 s, 30 s, 15 min. */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(15));
}
