/**
 * Backups of PostgreSQL by its own programs: pg_dump, pg_basebackup with archived WAL, pgBackRest.
 */
@NullMarked
package dev.weir.backup.postgresql;

import org.jspecify.annotations.NullMarked;
