package dev.weir.operations.backup.stream;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a file of a backup.
 *
 * @param name as the method gave it
 * @param object where it lies, below the backup's folder
 * @param plainSize in bytes, as the method wrote it
 * @param plainSha256 of the same
 * @param storedSize in bytes, compressed and encrypted
 * @param storedSha256 of the same
 * @param key the id of the key that it is encrypted with; null when it is not
 */
public record StoredFile(
    String name,
    String object,
    long plainSize,
    String plainSha256,
    long storedSize,
    String storedSha256,
    Compression compression,
    @Nullable String key) {}
