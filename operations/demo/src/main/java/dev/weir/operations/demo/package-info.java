/** The demo database: made input of real size, with planted faults for advice to find. */
@NullMarked
package dev.weir.operations.demo;

import org.jspecify.annotations.NullMarked;
