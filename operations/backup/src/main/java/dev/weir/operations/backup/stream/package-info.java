/**
 * What content passes on its way: hashes, compression, encryption, the brake, and all of it back.
 */
@NullMarked
package dev.weir.operations.backup.stream;

import org.jspecify.annotations.NullMarked;
