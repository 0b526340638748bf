/** Which backups are kept, and why. */
@NullMarked
package dev.weir.operations.backup.retention;

import org.jspecify.annotations.NullMarked;
