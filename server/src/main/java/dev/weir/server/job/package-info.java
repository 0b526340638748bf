/** Work at a time, done once among all servers that share the store. */
@NullMarked
package dev.weir.server.job;

import org.jspecify.annotations.NullMarked;
