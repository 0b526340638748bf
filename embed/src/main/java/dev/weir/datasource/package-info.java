/** A {@code javax.sql.DataSource} whose statements take the one request path, for existing code. */
@NullMarked
package dev.weir.datasource;

import org.jspecify.annotations.NullMarked;
