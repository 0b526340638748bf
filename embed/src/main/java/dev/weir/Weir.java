package dev.weir;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.datasource.WeirDataSource;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The running system, for an application: open it once, ask it for databases, close it at the end.
 * Thread-safe.
 *
 * <pre>{@code
 * try (Weir weir = Weir.open()) {
 *   Database clinics = weir.database("postgresql://app@localhost/clinics");
 *   try (Rows rows = clinics.query("select id, name from clinics where city = ?", "Uppsala")) {
 *     while (rows.next()) System.out.println(rows.longAt(0) + " " + rows.text(1));
 *   }
 * }
 * }</pre>
 */
public final class Weir implements AutoCloseable {
  private final Engine engine;

  private Weir(Engine engine) {
    this.engine = engine;
  }

  /** A Weir without a catalog: databases are named by URL. */
  public static Weir open() {
    return open(List.of());
  }

  /** A Weir with these definitions. */
  public static Weir open(Collection<Definition> definitions) {
    return new Weir(new Engine(Connectors.installed(), definitions, secret -> secret.reveal()));
  }

  /**
   * A database by its name in the catalog, or by a URL. Opens nothing until it is used.
   *
   * @throws dev.weir.api.Rejected with {@code WEIR-001} for an unknown name, {@code WEIR-017} for a
   *     bad URL
   */
  public Database database(String nameOrUrl) {
    return engine.database(nameOrUrl);
  }

  /**
   * A relational database as a {@link DataSource}, for existing code; its statements take the same
   * path.
   */
  public DataSource dataSource(String nameOrUrl) {
    return new WeirDataSource(engine.database(nameOrUrl));
  }

  /** The engine beneath, for Weir's own faces. */
  public Engine engine() {
    return engine;
  }

  /** Takes no new requests, waits for those under way, and closes every database. */
  public void close(Duration patience) {
    engine.close(patience);
  }

  @Override
  public void close() {
    engine.close();
  }
}
