/**
 * The questions put to the user, and the page of what was answered. This package holds the models,
 * which know no scene graph; {@link cairn.permissions.view} paints them.
 *
 * <p>Owns: what a sheet shows and when it may be answered; the words of questions and grants
 * ({@code messages.properties}). Decides nothing itself: answers go to the kernel through {@link
 * cairn.permissions.Decider}. Threads: models are confined to the JavaFX thread; what makes words
 * is pure.
 *
 * <p>Promises: no click or key that was on its way before the user could read allows anything; no
 * text of a program is shown as if it were Cairn's; a question is answered once; closing a sheet
 * answers nothing.
 *
 * <p>Start at {@link cairn.permissions.PermissionSheetModel}, then {@link
 * cairn.permissions.RequestWords}.
 */
@NullMarked
package cairn.permissions;

import org.jspecify.annotations.NullMarked;
