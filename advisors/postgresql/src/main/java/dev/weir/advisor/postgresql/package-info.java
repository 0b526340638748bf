/** What is wrong with a PostgreSQL database, by what its catalog and statistics tell. */
@NullMarked
package dev.weir.advisor.postgresql;

import org.jspecify.annotations.NullMarked;
