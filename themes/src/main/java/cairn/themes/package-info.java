/**
 * How everything in Cairn looks: two colour themes over AtlantaFX's Primer, one set of metrics, the
 * fonts, the icons, and the picture that a hash has.
 *
 * <p>Owns: the style sheets (colours in {@code light.css} and {@code dark.css}, metrics and Cairn's
 * own style classes in {@code base.css}, corrections for ControlsFX in {@code controlsfx.css}) and
 * the names of the style classes ({@link Look}). Fonts are Inter and JetBrains Mono, both under the
 * SIL Open Font License (docs/decisions/0007). Threads: the JavaFX thread only.
 *
 * <p>Promises: a view that uses no colour of its own, only {@code -color-*} and the classes of
 * {@link Look}, is right in every theme.
 *
 * <p>Start at {@link Themes}, then {@link Look}.
 */
@NullMarked
package cairn.themes;

import org.jspecify.annotations.NullMarked;
