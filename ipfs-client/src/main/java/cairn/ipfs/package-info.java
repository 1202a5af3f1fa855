/**
 * Content by its hash, from anywhere, trusted from nobody: a store of blocks on disk, retrieval
 * from trustless gateways (specs.ipfs.tech/http-gateways/trustless-gateway), adding and getting
 * files.
 *
 * <p>Owns: the store's folder; which sources are quarantined or cooling down until the program
 * ends. Threads: a {@link cairn.ipfs.CarStream} works on the thread that pulls it, which may block
 * for as long as {@link cairn.ipfs.Timeouts} says; {@link cairn.ipfs.Retriever} has one thread of
 * its own, which only cancels requests that are late. {@link cairn.ipfs.BlockStore} is safe for any
 * thread.
 *
 * <p>Promises: only blocks that match their CID leave this package or enter the store; a block that
 * was reported stored survives the end of the process at any instant; whatever a source sends
 * becomes a value.
 *
 * <p>Start at {@link cairn.ipfs.Retriever}, then {@link cairn.ipfs.BlockStore}.
 */
@NullMarked
package cairn.ipfs;

import org.jspecify.annotations.NullMarked;
