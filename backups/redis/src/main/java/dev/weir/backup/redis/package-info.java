/** Backups of Redis: snapshots fetched from a running server as a replica fetches them. */
@NullMarked
package dev.weir.backup.redis;

import org.jspecify.annotations.NullMarked;
