package dev.weir.server.catalog;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Environment;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.engine.config.Catalog;
import dev.weir.engine.config.CatalogYaml;
import dev.weir.engine.config.CatalogYaml.Literals;
import dev.weir.engine.config.ConfigDiff;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.ConfigWatcher;
import dev.weir.engine.config.Loaded;
import dev.weir.engine.config.Settings;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.server.catalog.DefinitionVersions.Version;
import dev.weir.server.catalog.Entry.Origin;
import dev.weir.server.problem.ServerError;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All definitions of the server: those of {@code weir.yaml}, which it only reads and takes anew
 * when the file changes, and those of the store, each with its versions. A name in both means the
 * file's. Every change reaches the engine at once, and the snapshot in the home that the command
 * line reads. Thread-safe.
 */
public final class ServerCatalog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCatalog.class);

  private final Home home;
  private final Weir weir;
  private final SealedFileSecrets secrets;
  private final DefinitionVersions versions;
  private final DefinitionText text;
  private final Environment environment;
  private final ConfigWatcher watcher;
  private Map<String, Definition> file;
  private volatile Map<String, Entry> entries = Map.of();
  private volatile Settings settings;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();

  /**
   * Loads both and gives them to the engine.
   *
   * @throws Rejected with {@code WEIR-031} when {@code weir.yaml} is wrong
   */
  public ServerCatalog(Home home, Weir weir, JdbcClient store, SealedFileSecrets secrets) {
    this.home = home;
    this.weir = weir;
    this.secrets = secrets;
    this.versions = new DefinitionVersions(store);
    ConfigLoader loader =
        ConfigLoader.builder().connectors(weir.engine().connectors().all()).build();
    Loaded loaded =
        Files.exists(home.configuration()) ? loader.load(home.configuration()) : loader.load();
    Catalog catalog = loaded.catalog();
    loaded.warnings().forEach(problem -> LOG.warn("{}", problem));
    this.environment = catalog.environment();
    this.settings = loaded.settings();
    this.file = catalog.databases();
    this.text =
        new DefinitionText(
            ConfigLoader.builder()
                .connectors(weir.engine().connectors().all())
                .variables(Map.of())
                .build(),
            environment);
    refresh();
    this.watcher = ConfigWatcher.start(home.configuration(), loader, loaded, new FromFile());
  }

  public Environment environment() {
    return environment;
  }

  /** What {@code weir.yaml} and the environment say beside the databases, as it is now. */
  public Settings settings() {
    return settings;
  }

  /** Has this called whenever databases or settings of the file have changed. */
  public void follow(Runnable follower) {
    followers.add(follower);
  }

  /** The definitions, by name. */
  public List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /**
   * The definition of this name.
   *
   * @throws Rejected with {@code WEIR-001}
   */
  public Entry get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw Rejected.because(
          CoreError.UNKNOWN_DATABASE, "The catalog has no database of the name " + name + ".");
    }
    return entry;
  }

  /** The keys of a definition as {@code weir.yaml} names them, without the value of any secret. */
  Map<String, Object> keys(Definition definition) {
    return text.keys(definition);
  }

  List<Version> versions(String name) {
    get(name);
    return versions.all(name);
  }

  /** Adds a definition. */
  Entry create(String name, Map<String, ? extends @Nullable Object> keys, String reason) {
    if (entries.containsKey(name)) {
      throw Rejected.because(ServerError.DEFINED, "There is a database " + name + " already.");
    }
    return put(sealed(text.read(name, keys)), 0, reason);
  }

  /** Changes a definition of the store, if it is of this version still. */
  synchronized Entry change(
      String name, int version, Map<String, ? extends @Nullable Object> keys, String reason) {
    expect(name, version);
    return put(sealed(text.read(name, keys)), version, reason);
  }

  /** Removes a definition of the store, if it is of this version still. */
  synchronized void remove(String name, int version, String reason) {
    expect(name, version);
    add(name, version, null, reason);
    refresh();
  }

  /**
   * Sees to a definition that the server itself makes: adds it the first time, follows it to where
   * it has moved, and leaves it away where somebody has removed it.
   */
  public void provide(Definition definition, String reason) {
    Optional<Version> newest = versions.newest(definition.name());
    if (newest.isEmpty()) {
      put(definition, 0, reason);
    } else if (newest.get().yaml() != null) {
      Entry now = get(definition.name());
      Definition moved =
          now.definition().toBuilder()
              .host(definition.host())
              .port(definition.port())
              .password(definition.password())
              .build();
      if (now.origin() == Origin.STORE && !text.yaml(moved).equals(text.yaml(now.definition()))) {
        put(moved, now.version(), "It has moved");
      }
    }
  }

  private void expect(String name, int version) {
    Entry now = get(name);
    if (now.origin() == Origin.FILE) {
      throw Rejected.because(
          ServerError.IN_FILE,
          "The database " + name + " is defined in " + home.configuration() + ".");
    }
    if (now.version() != version) {
      throw changed(name);
    }
  }

  private synchronized Entry put(Definition definition, int before, String reason) {
    int last = versions.newest(definition.name()).map(Version::version).orElse(0);
    if (before != 0 && before != last) {
      throw changed(definition.name());
    }
    add(definition.name(), last, text.yaml(definition), reason);
    refresh();
    return get(definition.name());
  }

  private void add(String name, int before, @Nullable String yaml, String reason) {
    String author = Caller.current().principal().name();
    if (!versions.add(name, before + 1, yaml, author, reason)) {
      throw changed(name);
    }
    LOG.info(
        "{} of {} is version {}",
        yaml == null ? "The removal" : "The definition",
        name,
        before + 1);
  }

  private static Rejected changed(String name) {
    return Rejected.because(
        ServerError.PRECONDITION_FAILED, "The definition of " + name + " has changed meanwhile.");
  }

  /** A password that was sent as it is goes to the sealed secrets; the definition refers to it. */
  private Definition sealed(Definition definition) {
    Secret password = definition.password();
    if (password == null || password.isReference()) {
      return definition;
    }
    String name = "databases/" + definition.name() + "/password";
    secrets.set(name, password);
    return definition.toBuilder().password(Secret.of("sealed://" + name)).build();
  }

  private synchronized void refresh() {
    Map<String, Entry> next = new TreeMap<>();
    for (Version version : versions.inForce()) {
      Definition definition = text.read(version.name(), Objects.requireNonNull(version.yaml()));
      next.put(version.name(), new Entry(definition, Origin.STORE, version.version()));
    }
    file.forEach((name, definition) -> next.put(name, new Entry(definition, Origin.FILE, 0)));
    List<Definition> definitions = new ArrayList<>();
    next.values().forEach(entry -> definitions.add(entry.definition()));
    weir.engine().reload(definitions);
    entries = next;
    Home.write(
        home.serverCatalog(),
        CatalogYaml.write(Catalog.of(environment, definitions), Literals.LEFT_OUT));
  }

  @Override
  public void close() throws IOException {
    watcher.close();
    Files.deleteIfExists(home.serverCatalog());
  }

  private final class FromFile implements ConfigWatcher.Listener {
    @Override
    public void changed(Loaded loaded, ConfigDiff diff) {
      LOG.info("{} has changed: {}", home.configuration(), diff);
      synchronized (ServerCatalog.this) {
        file = loaded.catalog().databases();
        settings = loaded.settings();
        refresh();
      }
      followers.forEach(Runnable::run);
    }

    @Override
    public void refused(Loaded loaded) {
      LOG.warn("{} is wrong, and what was before still holds:", home.configuration());
      loaded.errors().forEach(problem -> LOG.warn("{}", problem));
    }
  }
}
