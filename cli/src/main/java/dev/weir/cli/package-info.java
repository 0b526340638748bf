/** The command line: one command a class, the same engine in-process. */
@NullMarked
package dev.weir.cli;

import org.jspecify.annotations.NullMarked;
