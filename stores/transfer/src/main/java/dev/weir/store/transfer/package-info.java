/** What stores over a network share: attempts, stalls, parts of an upload, reads that resume. */
@NullMarked
package dev.weir.store.transfer;

import org.jspecify.annotations.NullMarked;
