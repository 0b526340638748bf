/** What a connector or a secret store implements. */
@NullMarked
package dev.weir.spi;

import org.jspecify.annotations.NullMarked;
