/** What finds out what is wrong with a database of an engine, and mends it. */
@NullMarked
package dev.weir.spi.advise;

import org.jspecify.annotations.NullMarked;
