package dev.weir.operations.backup.repository;

import java.time.Instant;

/**
 * What {@code weir-repository.json} says.
 *
 * @param format {@value #FORMAT}
 * @param id random; tells repositories apart
 */
record RepositoryFacts(String format, String id, Instant created) {
  static final String FORMAT = "weir-repository/1";
}
