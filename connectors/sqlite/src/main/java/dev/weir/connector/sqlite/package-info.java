/** SQLite: a database in a file, or in this process's memory. */
@NullMarked
package dev.weir.connector.sqlite;

import org.jspecify.annotations.NullMarked;
