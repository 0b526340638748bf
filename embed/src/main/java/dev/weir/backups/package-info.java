/** Backups as a home's configuration says: its repositories, keys and rules. */
@NullMarked
package dev.weir.backups;

import org.jspecify.annotations.NullMarked;
