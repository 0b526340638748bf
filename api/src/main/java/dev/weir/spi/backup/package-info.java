/** What a way to take backups of an engine implements. */
@NullMarked
package dev.weir.spi.backup;

import org.jspecify.annotations.NullMarked;
