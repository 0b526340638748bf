/** How databases of PostgreSQL are doing, read from their own catalogs and commands. */
@NullMarked
package dev.weir.monitor.postgresql;

import org.jspecify.annotations.NullMarked;
