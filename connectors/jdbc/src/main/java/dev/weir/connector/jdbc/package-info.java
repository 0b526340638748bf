/**
 * What relational engines share: pools, sessions, types, errors and the way to the server, over
 * JDBC.
 */
@NullMarked
package dev.weir.connector.jdbc;

import org.jspecify.annotations.NullMarked;
