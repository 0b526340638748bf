/** The words of Weir: what an application calls, and the errors it may meet. */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
