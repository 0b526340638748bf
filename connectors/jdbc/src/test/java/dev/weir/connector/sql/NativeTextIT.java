package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativeTextIT {
  private static final String SYNTAX_ERROR = "42601";

  @Test
  void postgresqlParsesEachNativeTextAndCountsTheSameParameters() throws SQLException {
    SqlLanguage language = new SqlLanguage(SqlDialect.POSTGRESQL);
    List<String> refused = new ArrayList<>();
    int checked = 0;

    try (Connection connection = connect()) {
      for (Example example : Example.all(SqlLanguageTest.EVERYWHERE + SqlLanguageTest.POSTGRESQL)) {
        Understanding found = language.understand(example.text());
        if (found.kind() != StatementKind.UNKNOWN
            && found.statements() == 1
            && !example.text().startsWith("{")) {
          String verdict = prepare(connection, found);
          if (verdict != null) {
            refused.add(example.text() + " -> " + verdict);
          }
          checked++;
        }
      }
    }

    assertThat(refused).isEmpty();
    assertThat(checked).isGreaterThan(200);
  }

  private static Connection connect() throws SQLException {
    DatabaseServer server = Servers.postgresql15();
    String url = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/";
    return DriverManager.getConnection(url + server.database(), server.user(), server.password());
  }

  /** Has the server parse a text without running it; a missing table or function is no matter. */
  private static @Nullable String prepare(Connection connection, Understanding found) {
    try (PreparedStatement statement = connection.prepareStatement(found.nativeText())) {
      int counted = statement.getParameterMetaData().getParameterCount();
      return counted == found.parameters().size() ? null : counted + " parameters";
    } catch (SQLException e) {
      return SYNTAX_ERROR.equals(e.getSQLState()) ? e.getMessage() : null;
    }
  }
}
