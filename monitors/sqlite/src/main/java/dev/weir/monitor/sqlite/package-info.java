/** How databases of SQLite are doing, read from their own catalogs and commands. */
@NullMarked
package dev.weir.monitor.sqlite;

import org.jspecify.annotations.NullMarked;
