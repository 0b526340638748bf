/** When backups are due. */
@NullMarked
package dev.weir.operations.backup.schedule;

import org.jspecify.annotations.NullMarked;
