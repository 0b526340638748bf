/** Seeing how databases are doing: collecting, history, locks, statements and their plans. */
@NullMarked
package dev.weir.operations.monitor;

import org.jspecify.annotations.NullMarked;
