/** Backups and restores over REST, by schedule, and as metrics. */
@NullMarked
package dev.weir.server.backup;

import org.jspecify.annotations.NullMarked;
