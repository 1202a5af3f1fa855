/**
 * The words in which is said who may do what: the question to the user, the user's decision, the
 * rule and the grant it becomes, and the scope of a deed. Windows, stores and the command line
 * speak them; what decides with them stands in {@code cairn.kernel.judge}.
 *
 * <p>Owns nothing and decides nothing: records, sealed choices, and the reading of scopes and
 * rules. Threads: none; any thread may call everything here.
 *
 * <p>Promises: two spellings of one host are one scope; a text of the command line becomes rules or
 * a sentence of what is wrong with it.
 *
 * <p>Start at {@link cairn.kernel.gate.Scope}, then {@link cairn.kernel.gate.Rule} and {@link
 * cairn.kernel.gate.Decision}.
 */
@NullMarked
package cairn.kernel.gate;

import org.jspecify.annotations.NullMarked;
