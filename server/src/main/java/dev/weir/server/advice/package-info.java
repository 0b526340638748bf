/** Advice over REST: given, applied as operations, and taken back. */
@NullMarked
package dev.weir.server.advice;

import org.jspecify.annotations.NullMarked;
