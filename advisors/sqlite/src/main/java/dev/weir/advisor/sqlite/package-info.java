/** What is wrong with a SQLite database, by what its pragmas tell. */
@NullMarked
package dev.weir.advisor.sqlite;

import org.jspecify.annotations.NullMarked;
