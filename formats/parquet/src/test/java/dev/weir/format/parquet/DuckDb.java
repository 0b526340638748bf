package dev.weir.format.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks DuckDB what a Parquet file holds. */
final class DuckDb {
  private DuckDb() {}

  /** The rows of a query in which {@code file} stands for the file, each cell as text. */
  static List<List<String>> ask(Path file, String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      return rows(statement.executeQuery(query.replace("file", "'" + file + "'")));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<List<String>> ask(byte[] file, String query) {
    try {
      Path path = Files.createTempFile("weir", ".parquet");
      try {
        return ask(Files.write(path, file), query);
      } finally {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> rows(ResultSet result) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.add(String.valueOf(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }
}
