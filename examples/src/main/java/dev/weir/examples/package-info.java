/** Small programs that show how Weir is used; the guide takes its code from here. */
@NullMarked
package dev.weir.examples;

import org.jspecify.annotations.NullMarked;
