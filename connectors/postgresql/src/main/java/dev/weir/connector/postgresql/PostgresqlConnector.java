package dev.weir.connector.postgresql;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.connector.jdbc.HikariNode;
import dev.weir.connector.sql.SqlDialect;
import dev.weir.connector.sql.SqlLanguage;
import dev.weir.spi.Connector;
import dev.weir.spi.Language;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.ServerUrl;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PostgreSQL through its own JDBC driver. */
public final class PostgresqlConnector implements Connector {
  private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
  private static final String EXAMPLE = "postgresql://user@host:5432/database?sslmode=verify-full";
  private static final Set<Ability> ABILITIES = Set.copyOf(EnumSet.allOf(Ability.class));

  private final Language language = new SqlLanguage(SqlDialect.POSTGRESQL);

  @Override
  public String type() {
    return "POSTGRESQL";
  }

  @Override
  public String displayName() {
    return "PostgreSQL";
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
    return 5432;
  }

  @Override
  public PoolDefaults poolDefaults() {
    return new PoolDefaults(2, 20);
  }

  @Override
  public Optional<Definition.Builder> parse(String name, String url) {
    return ServerUrl.parse(url, SCHEMES, EXAMPLE).map(parts -> definition(name, parts));
  }

  private Definition.Builder definition(String name, ServerUrl url) {
    Definition.Builder builder =
        Definition.builder(name, type())
            .host(url.host())
            .port(url.port() == 0 ? defaultPort() : url.port())
            .database(url.path());
    String user = url.parameters().getOrDefault("user", url.user());
    String password = url.parameters().getOrDefault("password", url.password());
    builder.user(user).password(password == null ? null : Secret.of(password));
    builder.tls(tls(url.parameters()));
    url.parameters()
        .forEach((key, value) -> {
          if (!key.equals("user") && !key.equals("password") && !key.startsWith("ssl")) {
            builder.parameter(key, value);
          }
        });
    return builder;
  }

  private static Tls tls(Map<String, String> parameters) {
    return new Tls(
        mode(parameters.getOrDefault("sslmode", "prefer")),
        parameters.get("sslrootcert"),
        parameters.get("sslcert"),
        parameters.get("sslkey"),
        "TLSv1.3".equals(parameters.get("ssl_min_protocol_version")) ? "TLSv1.3" : "TLSv1.2");
  }

  private static Tls.Mode mode(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "disable" -> Tls.Mode.DISABLE;
      case "allow", "prefer" -> Tls.Mode.PREFER;
      case "require" -> Tls.Mode.REQUIRE;
      case "verify-ca" -> Tls.Mode.VERIFY_CA;
      case "verify-full" -> Tls.Mode.VERIFY_FULL;
      default ->
          throw Rejected.because(
              CoreError.INVALID_URL,
              "The URL cannot be understood: sslmode is none of disable, prefer, require, verify-ca"
                  + " and verify-full. Write it as "
                  + EXAMPLE
                  + ".");
    };
  }

  @Override
  public List<String> validate(Definition definition) {
    return (definition.tls().certificate() == null) == (definition.tls().key() == null)
        ? List.of()
        : List.of("A client certificate needs its key: set both tls.certificate and tls.key.");
  }

  @Override
  public Node open(NodeSettings settings) {
    return new HikariNode(new PostgresqlEngine(), settings);
  }
}
