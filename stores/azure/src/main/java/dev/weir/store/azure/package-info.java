/** Objects in Azure Blob Storage. */
@NullMarked
package dev.weir.store.azure;

import org.jspecify.annotations.NullMarked;
