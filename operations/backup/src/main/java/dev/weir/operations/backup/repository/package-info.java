/** How backups lie in a repository, and how several processes share one. */
@NullMarked
package dev.weir.operations.backup.repository;

import org.jspecify.annotations.NullMarked;
