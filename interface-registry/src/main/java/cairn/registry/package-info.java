/**
 * What an interface is, by which id it goes, and how its messages are written as bytes.
 *
 * <p>Owns: the identity of things ({@link Sha256}, {@link Cid}, {@link InterfaceId}), the
 * definition language, its canonical text, and the codec between bodies and {@link Value} trees.
 * Threads: none; everything here is immutable and may be used from any thread, except {@link
 * Interfaces}, which is safe for any thread.
 *
 * <p>Promises: equal definitions have equal ids on every machine; no input makes the codec or the
 * parser throw, allocate more than the input's size warrants, or recurse without bound.
 *
 * <p>Start at {@link Definition}, then {@link MessageCodec}.
 */
@NullMarked
package cairn.registry;

import org.jspecify.annotations.NullMarked;
