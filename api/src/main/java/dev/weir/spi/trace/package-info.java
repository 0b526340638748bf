/** What follows requests on their way implements, such as to tell a collector of traces. */
@NullMarked
package dev.weir.spi.trace;

import org.jspecify.annotations.NullMarked;
