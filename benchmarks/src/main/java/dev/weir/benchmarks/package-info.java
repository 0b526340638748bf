/** Benchmarks that run Weir and its peers side by side. */
@NullMarked
package dev.weir.benchmarks;

import org.jspecify.annotations.NullMarked;
