/** The rules of the house, and the reference pages that follow from the code. */
@NullMarked
package dev.weir.architecture;

import org.jspecify.annotations.NullMarked;
