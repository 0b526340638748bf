/** Secrets: where references to them lead, and the sealed store of this machine. */
@NullMarked
package dev.weir.engine.secret;

import org.jspecify.annotations.NullMarked;
