/** Backups of SQLite databases while they are read and written. */
@NullMarked
package dev.weir.backup.sqlite;

import org.jspecify.annotations.NullMarked;
