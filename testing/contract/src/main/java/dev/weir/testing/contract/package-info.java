/** What every connector must show on a real server of its engine before it may call itself one. */
@NullMarked
package dev.weir.testing.contract;

import org.jspecify.annotations.NullMarked;
