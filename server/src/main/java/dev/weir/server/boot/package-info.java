/** Starting and stopping the server: its home, its parts and their order. */
@NullMarked
package dev.weir.server.boot;

import org.jspecify.annotations.NullMarked;
