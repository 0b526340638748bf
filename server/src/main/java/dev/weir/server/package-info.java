/** Weir as a server: {@code weir up} starts {@link dev.weir.server.Main}. */
@NullMarked
package dev.weir.server;

import org.jspecify.annotations.NullMarked;
