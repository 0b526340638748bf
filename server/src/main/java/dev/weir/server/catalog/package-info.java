/** All definitions with their versions, from the file and from the store, over REST. */
@NullMarked
package dev.weir.server.catalog;

import org.jspecify.annotations.NullMarked;
