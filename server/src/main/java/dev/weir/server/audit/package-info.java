/** Who did what, where, when, from where, and what came of it. */
@NullMarked
package dev.weir.server.audit;

import org.jspecify.annotations.NullMarked;
