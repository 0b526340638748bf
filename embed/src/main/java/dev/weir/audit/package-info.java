/** The audit trail of those who work without a server: an append-only file that shows tampering. */
@NullMarked
package dev.weir.audit;

import org.jspecify.annotations.NullMarked;
