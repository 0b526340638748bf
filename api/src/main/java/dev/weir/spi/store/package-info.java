/** Where objects are kept: what a kind of storage implements, such as a folder or a bucket. */
@NullMarked
package dev.weir.spi.store;

import org.jspecify.annotations.NullMarked;
