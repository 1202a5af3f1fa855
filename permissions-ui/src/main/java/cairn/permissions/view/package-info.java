/**
 * Paints permission sheets and the permission page. JavaFX thread only.
 *
 * <p>What the application needs to hang them into a window:
 *
 * <ul>
 *   <li>{@link cairn.permissions.view.PermissionSheets}: one per window, made with {@code
 *       kernel::decide}. Give it every snapshot ({@code refresh}); ask it for a process's sheet
 *       ({@code sheet}) and how many questions wait ({@code waiting}); tell it what is in front
 *       ({@code shown}) and when the user wants a sheet back ({@code recall}). A sheet is a node
 *       520 px wide, narrower where the window is, with its shadow; where it is higher than the
 *       window all but its answers scrolls; it takes the keyboard when it enters a scene, its first
 *       focus is on Deny.
 *   <li>{@link cairn.permissions.view.PermissionPage}: what fills {@code cairn:permissions}; call
 *       {@code refresh} a few times a second while it is shown.
 * </ul>
 *
 * <p>The nodes bring their own style sheet, which uses only the colours and classes of {@link
 * cairn.themes.Look}.
 */
@NullMarked
package cairn.permissions.view;

import org.jspecify.annotations.NullMarked;
