/** How databases of Redis are doing, read from their own catalogs and commands. */
@NullMarked
package dev.weir.monitor.redis;

import org.jspecify.annotations.NullMarked;
