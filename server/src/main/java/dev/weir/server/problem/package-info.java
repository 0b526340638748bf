/** Errors over REST, told as RFC 9457 problems. */
@NullMarked
package dev.weir.server.problem;

import org.jspecify.annotations.NullMarked;
