package cairn.kernel.gate;

/** The identity of a grant. Stored ones are positive, this run's are negative. */
public record GrantId(long number) {}
