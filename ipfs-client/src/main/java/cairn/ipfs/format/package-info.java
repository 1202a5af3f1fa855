/**
 * The formats of IPFS as pure functions and small state machines: blocks and their hashes, dag-pb,
 * UnixFS, CARv1, and the walk that turns blocks into a file.
 *
 * <p>Owns: nothing that lasts. Threads: none; the state machines ({@link
 * cairn.ipfs.format.CarReader}, {@link cairn.ipfs.format.DagWalk}, {@link
 * cairn.ipfs.format.FileVerifier}) belong to one thread at a time, everything else is immutable.
 *
 * <p>Promises: does no input or output; no bytes make anything here throw, recurse without bound,
 * or use more memory than its stated limits; a {@link cairn.ipfs.format.Block} exists only when its
 * bytes match its CID.
 *
 * <p>Start at {@link cairn.ipfs.format.FileVerifier}, then {@link cairn.ipfs.format.DagWalk}.
 */
@NullMarked
package cairn.ipfs.format;

import org.jspecify.annotations.NullMarked;
