/**
 * The handlers that are part of Cairn: {@code log}, {@code console}, {@code time}, {@code random},
 * {@code tcp}, {@code loader}, and {@code files} in a package of its own. Each class says which
 * interface it answers.
 *
 * <p>Owns: sockets, alarms, consoles and loads of processes, each gone when its process ends or its
 * grant is taken back. Knows nothing of other processes' handles.
 *
 * <p>Threads: messages come on any thread and nobody waits there. State belongs to a {@code Turns}
 * per process or handle, so no lock is held while a message is answered. What blocks (sockets, the
 * console's device, a program source) runs on virtual threads; looking up names and reading
 * standard input, which would hold a carrier, on daemon platform threads; alarms on one timer
 * thread ({@link cairn.kernel.host.Clocks}).
 *
 * <p>Promises: a cancelled read, accept or wait has consumed nothing; what a program prints reaches
 * a terminal only through {@code ConsoleFilter}; an address is dialled only as the gate was asked
 * about it.
 *
 * <p>Start at {@link cairn.kernel.host.TimeHandler}, the smallest, then {@code TcpHandler}.
 */
@NullMarked
package cairn.kernel.host;

import org.jspecify.annotations.NullMarked;
