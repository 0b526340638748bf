/** The one thing that an application imports. */
@NullMarked
package dev.weir;

import org.jspecify.annotations.NullMarked;
