/** How the server and its databases are, over REST. */
@NullMarked
package dev.weir.server.health;

import org.jspecify.annotations.NullMarked;
