package dev.weir.monitor.postgresql;

import dev.weir.api.Definition;
import dev.weir.api.Rows;
import dev.weir.api.Secret;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.testing.databases.DatabaseServer;
import java.time.Duration;
import java.util.List;

/** A server as a monitor sees it, as the administrator or as a role. */
final class Seen implements AutoCloseable {
  final PostgresqlMonitor monitor = new PostgresqlMonitor();
  final OpenDatabase database;
  private final Engine engine;

  private Seen(Engine engine, String nameOrUrl) {
    this.engine = engine;
    this.database = engine.database(nameOrUrl);
  }

  static Seen admin(DatabaseServer server) {
    return url(server.adminUrl().replaceAll("/[^/]*$", "/" + server.database()));
  }

  static Seen url(String url) {
    return new Seen(new Engine(Connectors.installed(), List.of(), Secret::reveal), url);
  }

  /** A database that answers only on behalf of a tenant. */
  static Seen ofTenants(DatabaseServer server) {
    Connectors connectors = Connectors.installed();
    Definition definition =
        connectors
            .parse("tenants", server.adminUrl())
            .orElseThrow()
            .tenancy(new Definition.Tenancy("app.tenant", true))
            .build();
    return new Seen(new Engine(connectors, List.of(definition), Secret::reveal), "tenants");
  }

  Look look() {
    return Look.at(database, database.connector().language(), Duration.ofSeconds(20), 1000);
  }

  void run(String... statements) {
    for (String statement : statements) {
      if (database.execute(Statement.of(statement)) instanceof Rows rows) {
        rows.list(row -> row.text(0));
      }
    }
  }

  static Figure figure(Reading<Figure> reading, String name, String about) {
    return reading.items().stream()
        .filter(figure -> figure.name().equals(name) && figure.about().equals(about))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No figure " + name + " of '" + about + "'"));
  }

  @Override
  public void close() {
    engine.close();
  }
}
