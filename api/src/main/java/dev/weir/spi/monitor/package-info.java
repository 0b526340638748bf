/** What a monitor of an engine implements: figures of a running database, read with a budget. */
@NullMarked
package dev.weir.spi.monitor;

import org.jspecify.annotations.NullMarked;
