/** Statements over REST: queries in several formats, updates, batches and calls. */
@NullMarked
package dev.weir.server.query;

import org.jspecify.annotations.NullMarked;
