package dev.weir.operations.backup;

import java.nio.file.Path;

/**
 * Statements that bring rows of a backup into a living database, written to a file.
 *
 * @param bytes its size; a file with no statements says in comments that nothing differs
 */
public record Patch(Path file, String backup, long bytes) {}
