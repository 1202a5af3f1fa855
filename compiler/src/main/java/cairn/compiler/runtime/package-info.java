/**
 * What generated classes call while a guest runs: memories, tables and numeric instructions. Public
 * because generated classes belong to other class loaders; nothing else should call it but the
 * embedder, through what the package above hands out.
 *
 * <p>Owns: address space outside the Java heap. Threads: the methods of instructions run on the
 * guest's thread; what other threads may call says so. Promises: no access leaves its memory
 * ({@link cairn.compiler.runtime.Bounds}); what the specification leaves open is the same on every
 * machine, as its deterministic profile has it, once NaNs are made canonical.
 *
 * <p>A method that stands for an instruction has its name, with dots as underscores: {@code
 * i32.div_s} is {@link cairn.compiler.runtime.Numerics#i32_div_s}.
 *
 * <p>Start at {@link cairn.compiler.runtime.MemoryAccess}.
 */
@NullMarked
package cairn.compiler.runtime;

import org.jspecify.annotations.NullMarked;
