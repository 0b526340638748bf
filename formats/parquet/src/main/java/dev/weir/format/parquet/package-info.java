/** Rows as a Parquet file. */
@NullMarked
package dev.weir.format.parquet;

import org.jspecify.annotations.NullMarked;
