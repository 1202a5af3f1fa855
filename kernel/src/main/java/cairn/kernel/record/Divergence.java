package cairn.kernel.record;

/**
 * Where a replay is no longer the recorded run. Equal happenings: the same call with other bytes.
 *
 * @param number of the call, from 1; one more than there are calls: at the end
 */
public record Divergence(long number, Happening recorded, Happening came) {}
