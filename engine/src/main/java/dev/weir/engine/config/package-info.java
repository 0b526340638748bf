/** The catalog: what is configured, where each value came from, and what is wrong with it. */
@NullMarked
package dev.weir.engine.config;

import org.jspecify.annotations.NullMarked;
