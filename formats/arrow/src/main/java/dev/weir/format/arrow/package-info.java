/** Rows as an Apache Arrow stream. */
@NullMarked
package dev.weir.format.arrow;

import org.jspecify.annotations.NullMarked;
