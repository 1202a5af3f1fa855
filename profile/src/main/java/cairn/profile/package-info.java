/**
 * The user's data: decisions, choices, what was opened, settings. One folder, one SQLite database
 * in it ({@code cairn.db}), one JVM at a time.
 *
 * <p>Owns: the folder (rights 0700), its lock file, the database and its schema. Threads: one
 * platform thread per open profile, {@code cairn-profile}, touches the database; everything public
 * here may be called from any thread and says whether it blocks.
 *
 * <p>Promises: a grant or choice that was stored, and one whose removal returned, survive the end
 * of the JVM at any instant (WAL, {@code synchronous=FULL}); a damaged database is set aside under
 * another name, never overwritten or deleted, and its denials hold on as far as they can be read
 * (decision 20); a database of a newer Cairn is left alone. What can go wrong when a profile is
 * opened is a value, {@link cairn.profile.Profile.Opened}; what goes wrong later, such as a full
 * disk, is a {@link cairn.profile.ProfileException} where somebody waits, and {@link
 * cairn.profile.Profile#fault} where nobody does.
 *
 * <p>Start at {@link cairn.profile.Profile}.
 */
@NullMarked
package cairn.profile;

import org.jspecify.annotations.NullMarked;
