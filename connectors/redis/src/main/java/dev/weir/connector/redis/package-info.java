/** Redis behind the contract of every engine: its own commands in, rows and counts out. */
@NullMarked
package dev.weir.connector.redis;

import org.jspecify.annotations.NullMarked;
