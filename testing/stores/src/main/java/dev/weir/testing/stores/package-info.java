/** What every object store must show, with servers and bad networks to show it against. */
@NullMarked
package dev.weir.testing.stores;

import org.jspecify.annotations.NullMarked;
