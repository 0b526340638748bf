/** PostgreSQL, from version 12. */
@NullMarked
package dev.weir.connector.postgresql;

import org.jspecify.annotations.NullMarked;
