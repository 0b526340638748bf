/** Traces that begin, or go on, where a request reaches the server. */
@NullMarked
package dev.weir.server.telemetry;

import org.jspecify.annotations.NullMarked;
