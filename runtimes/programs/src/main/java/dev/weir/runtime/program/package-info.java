/**
 * Programs of this machine: finding them, running them with streams, and servers that die with
 * Weir.
 */
@NullMarked
package dev.weir.runtime.program;

import org.jspecify.annotations.NullMarked;
