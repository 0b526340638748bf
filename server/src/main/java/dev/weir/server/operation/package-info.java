/** Long work with its progress, kept in the store. */
@NullMarked
package dev.weir.server.operation;

import org.jspecify.annotations.NullMarked;
