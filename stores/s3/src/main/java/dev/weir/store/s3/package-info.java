/** Objects in Amazon S3 and in what speaks its protocol. */
@NullMarked
package dev.weir.store.s3;

import org.jspecify.annotations.NullMarked;
