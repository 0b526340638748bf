/** Reports over REST, and sent to people at times, once among all servers of a store. */
@NullMarked
package dev.weir.server.report;

import org.jspecify.annotations.NullMarked;
