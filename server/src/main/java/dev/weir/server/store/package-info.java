/** The server's own PostgreSQL: the embedded one or any by URL, and its schema. */
@NullMarked
package dev.weir.server.store;

import org.jspecify.annotations.NullMarked;
