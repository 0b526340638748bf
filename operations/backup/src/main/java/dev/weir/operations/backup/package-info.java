/** Backups: taken by methods, kept in repositories, restored by plans, proven by restores. */
@NullMarked
package dev.weir.operations.backup;

import org.jspecify.annotations.NullMarked;
