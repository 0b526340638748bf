/** Objects in Google Cloud Storage. */
@NullMarked
package dev.weir.store.gcs;

import org.jspecify.annotations.NullMarked;
