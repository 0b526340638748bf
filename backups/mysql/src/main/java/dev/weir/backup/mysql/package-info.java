/** Backups of MariaDB and MySQL by their own programs. */
@NullMarked
package dev.weir.backup.mysql;

import org.jspecify.annotations.NullMarked;
