/** Reads SQL without a server: where literals end, what a statement does, which tables it names. */
@NullMarked
package dev.weir.connector.sql;

import org.jspecify.annotations.NullMarked;
