package dev.weir.server.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every version of every definition that the store keeps. */
final class DefinitionVersions {
  private static final String COLUMNS = "name, version, yaml, author, reason, at";

  private final JdbcClient store;

  DefinitionVersions(JdbcClient store) {
    this.store = store;
  }

  /**
   * One version.
   *
   * @param yaml null where it was removed
   */
  record Version(
      String name, int version, @Nullable String yaml, String author, String reason, Instant at) {}

  /** The version in force of each name, removed ones left out. */
  List<Version> inForce() {
    return store
        .sql(
            "select * from (select distinct on (name) "
                + COLUMNS
                + " from definition_version order by name, version desc) newest"
                + " where yaml is not null")
        .query(DefinitionVersions::read)
        .list();
  }

  /** The newest version, a removal too. */
  Optional<Version> newest(String name) {
    return store
        .sql(
            "select "
                + COLUMNS
                + " from definition_version where name = ? order by version desc limit 1")
        .param(name)
        .query(DefinitionVersions::read)
        .optional();
  }

  List<Version> all(String name) {
    return store
        .sql("select " + COLUMNS + " from definition_version where name = ? order by version desc")
        .param(name)
        .query(DefinitionVersions::read)
        .list();
  }

  /** Adds a version; false when somebody else has added one of this number meanwhile. */
  boolean add(String name, int version, @Nullable String yaml, String author, String reason) {
    try {
      store
          .sql(
              "insert into definition_version (name, version, yaml, author, reason)"
                  + " values (?, ?, ?, ?, ?)")
          .param(name)
          .param(version)
          .param(yaml)
          .param(author)
          .param(reason)
          .update();
      return true;
    } catch (DuplicateKeyException e) {
      return false;
    }
  }

  private static Version read(ResultSet row, int number) throws SQLException {
    return new Version(
        row.getString("name"),
        row.getInt("version"),
        row.getString("yaml"),
        row.getString("author"),
        row.getString("reason"),
        row.getTimestamp("at").toInstant());
  }
}
