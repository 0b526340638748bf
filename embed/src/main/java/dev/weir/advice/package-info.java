/** Advice with what a home keeps of it. */
@NullMarked
package dev.weir.advice;

import org.jspecify.annotations.NullMarked;
