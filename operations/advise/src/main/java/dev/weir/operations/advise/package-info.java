/** Advice on open databases: asked for, carried out, measured, and taken back. */
@NullMarked
package dev.weir.operations.advise;

import org.jspecify.annotations.NullMarked;
