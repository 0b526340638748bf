/** Seeing how databases are doing over REST, and the history of it in the store. */
@NullMarked
package dev.weir.server.monitor;

import org.jspecify.annotations.NullMarked;
