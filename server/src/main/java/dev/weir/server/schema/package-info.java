/** What a database holds, over REST. */
@NullMarked
package dev.weir.server.schema;

import org.jspecify.annotations.NullMarked;
