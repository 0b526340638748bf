/** The running system: databases, their nodes, and the one path that every request takes. */
@NullMarked
package dev.weir.engine;

import org.jspecify.annotations.NullMarked;
