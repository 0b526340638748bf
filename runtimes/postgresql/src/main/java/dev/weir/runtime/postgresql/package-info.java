/**
 * PostgreSQL's programs: those of this machine, the bundled server, and servers that run privately.
 */
@NullMarked
package dev.weir.runtime.postgresql;

import org.jspecify.annotations.NullMarked;
