/** Where repositories are kept: the folder on this machine, and the kinds of storage installed. */
@NullMarked
package dev.weir.operations.backup.store;

import org.jspecify.annotations.NullMarked;
