package dev.weir;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.datasource.WeirDataSource;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.config.Catalog;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.ConfigWatcher;
import dev.weir.engine.config.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable ConfigWatcher watcher;

  private Weir(Engine engine) {
    this(engine, null);
  }

  private Weir(Engine engine, @Nullable ConfigWatcher watcher) {
    this.engine = engine;
    this.watcher = watcher;
  }

  /** A Weir without a catalog: databases are named by URL. */
  public static Weir open() {
    return open(List.of());
  }

  /** A Weir with these definitions. */
  public static Weir open(Collection<Definition> definitions) {
    return new Weir(new Engine(Connectors.installed(), definitions, secret -> secret.reveal()));
  }

  /** A Weir with these definitions, whose references to secrets are led as this home says. */
  public static Weir open(Collection<Definition> definitions, Home home) {
    HomeSecrets secrets = new HomeSecrets(home, System.getenv());
    return new Weir(new Engine(Connectors.installed(), definitions, secrets));
  }

  /**
   * A Weir on the catalog of a {@code weir.yaml} and the environment variables, which follows the
   * file: a change is taken within seconds, without dropping a connection that need not change; a
   * file that has become wrong is logged and leaves the catalog as it was.
   *
   * @throws dev.weir.api.Rejected with {@code WEIR-031} that lists every problem of the file
   */
  public static Weir open(Path configuration) {
    return open(configuration, Home.ofEnvironment());
  }

  /** The same, with the sealed secrets of this home. */
  public static Weir open(Path configuration, Home home) {
    ConfigLoader loader = ConfigLoader.builder().connectors(Connectors.installed().all()).build();
    return open(configuration, loader, home);
  }

  /** The same, by a loader that knows more, such as overrides or other variables. */
  public static Weir open(Path configuration, ConfigLoader loader, Home home) {
    Loaded loaded = loader.load(configuration);
    Catalog catalog = loaded.catalog();
    CatalogFollower.warn(loaded);
    HomeSecrets secrets = new HomeSecrets(home, System.getenv());
    Engine engine = new Engine(Connectors.installed(), catalog.databases().values(), secrets);
    return new Weir(
        engine, ConfigWatcher.start(configuration, loader, loaded, new CatalogFollower(engine)));
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
    if (watcher != null) {
      watcher.close();
    }
    engine.close(patience);
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }
}
