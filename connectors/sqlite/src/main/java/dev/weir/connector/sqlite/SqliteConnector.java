package dev.weir.connector.sqlite;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.connector.jdbc.HikariNode;
import dev.weir.connector.sql.SqlDialect;
import dev.weir.connector.sql.SqlLanguage;
import dev.weir.spi.Connector;
import dev.weir.spi.Language;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SQLite in this process. A URL is {@code sqlite:/path/file.db}, {@code sqlite:relative.db} or
 * {@code sqlite::memory:}, with {@code jdbc:} before it if you like; what follows a {@code ?} goes
 * to the driver, except {@code create=true}, without which a file that is missing stays missing.
 *
 * <p>Transactions are serializable and there is no other level; one of them writes at a time while
 * others read (WAL). A database in memory has one session, which all requests share in turn.
 */
public final class SqliteConnector implements Connector {
  static final String MEMORY = ":memory:";

  private static final Set<Ability> ABILITIES =
      Set.copyOf(
          EnumSet.of(
              Ability.SQL,
              Ability.TRANSACTIONS,
              Ability.SAVEPOINTS,
              Ability.BATCHES,
              Ability.GENERATED_KEYS,
              Ability.SCHEMA,
              Ability.CANCEL,
              Ability.READ_ONLY));

  private final Language language = new SqlLanguage(SqlDialect.SQLITE);

  @Override
  public String type() {
    return "SQLITE";
  }

  @Override
  public String displayName() {
    return "SQLite";
  }

  @Override
  public Set<Ability> abilities() {
    return ABILITIES;
  }

  @Override
  public Language language() {
    return language;
  }

  @Override
  public int defaultPort() {
    return 0;
  }

  /** Readers are cheap and writers wait for each other, so more sessions would not help. */
  @Override
  public PoolDefaults poolDefaults() {
    return new PoolDefaults(1, 8);
  }

  @Override
  public Optional<Definition.Builder> parse(String name, String url) {
    String text = url.startsWith("jdbc:") ? url.substring(5) : url;
    if (!text.startsWith("sqlite:")) {
      return Optional.empty();
    }
    int question = text.indexOf('?');
    String path = text.substring("sqlite:".length(), question < 0 ? text.length() : question);
    if (path.startsWith("///")) {
      path = path.substring(2);
    }
    if (path.isEmpty() || path.startsWith("//")) {
      throw Rejected.because(
          CoreError.INVALID_URL,
          "The URL names no file. Write it as sqlite:/path/file.db, sqlite:file.db or"
              + " sqlite::memory:.");
    }
    Definition.Builder builder = Definition.builder(name, type()).database(path);
    if (question >= 0) {
      for (String pair : text.substring(question + 1).split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          builder.parameter(pair.substring(0, equals), pair.substring(equals + 1));
        }
      }
    }
    return Optional.of(builder);
  }

  @Override
  public List<String> validate(Definition definition) {
    List<String> problems = new ArrayList<>();
    String path = definition.database();
    if (path.isEmpty()) {
      problems.add("SQLite needs the path of its file in database, or " + MEMORY + ".");
    }
    if (path.indexOf('?') >= 0 || path.startsWith("file:") || path.startsWith(":resource:")) {
      problems.add("The path of a SQLite file holds no question mark and begins with no scheme.");
    }
    if (!definition.host().isEmpty()) {
      problems.add("SQLite lives in a file: leave host out.");
    }
    return problems;
  }

  @Override
  public Node open(NodeSettings settings) {
    return new HikariNode(new SqliteEngine(), settings);
  }
}
