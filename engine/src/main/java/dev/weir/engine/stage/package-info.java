/** The stages of the request path, one small class each. */
@NullMarked
package dev.weir.engine.stage;

import org.jspecify.annotations.NullMarked;
