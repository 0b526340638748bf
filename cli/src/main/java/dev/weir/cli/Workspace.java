package dev.weir.cli;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.audit.AuditFile;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.Loaded;
import dev.weir.engine.secret.MasterKey;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.engine.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalog of this home and folder, and the Weir that is open on it. */
final class Workspace implements AutoCloseable {
  private final Console console;
  private final Home home;
  private final @Nullable Path config;
  private final @Nullable String environment;
  private volatile @Nullable Weir open;

  Workspace(Console console, Home home, @Nullable Path config, @Nullable String environment) {
    this.console = console;
    this.home = home;
    this.config = config == null ? null : console.directory().resolve(config);
    this.environment = environment;
  }

  /** A definition and where it was found. */
  record Entry(Definition definition, String source) {}

  Home home() {
    return home;
  }

  /** The file that holds the catalog; null where there is none. */
  @Nullable Path file() {
    if (config != null) {
      return config;
    }
    Path here = console.directory().resolve("weir.yaml");
    if (Files.exists(here)) {
      return here;
    }
    return Files.exists(home.configuration()) ? home.configuration() : null;
  }

  /** What relative folders of the configuration are below: that of its file. */
  Path directory() {
    Path file = file();
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    return folder == null ? console.directory() : folder;
  }

  /** True when the command line names the file. */
  boolean isFileNamed() {
    return config != null;
  }

  /** Where this home's command line writes what it does. */
  Path auditFile() {
    return home.audit().resolve("cli.jsonl");
  }

  /** The sealed secrets of this home. */
  SealedFileSecrets sealed() {
    Map<String, String> variables = console.variables();
    return new SealedFileSecrets(home.folder(), MasterKey.from(home.folder(), variables));
  }

  /** Resolves references to secrets as this home and the environment say. */
  Secrets secrets() {
    return Secrets.standard(home.folder(), console.variables());
  }

  /** What the file and the environment variables say, with every problem. */
  Loaded load() {
    ConfigLoader loader = loader(console.variables());
    Path file = file();
    return file == null ? loader.load() : loader.load(file);
  }

  ConfigLoader loader(Map<String, String> variables) {
    return ConfigLoader.builder()
        .connectors(Connectors.installed().all())
        .variables(variables)
        .overrides(environment == null ? Map.of() : Map.of("environment", environment))
        .build();
  }

  /**
   * Every database by name: those of the file first, then those of the running server.
   *
   * @throws Rejected with {@code WEIR-031} when the file has errors
   */
  Map<String, Entry> entries() {
    Map<String, Entry> all = new LinkedHashMap<>();
    load()
        .catalog()
        .databases()
        .forEach((name, definition) -> all.put(name, new Entry(definition, source())));
    if (RunningServer.find(home).isPresent() && Files.exists(home.serverCatalog())) {
      loader(Map.of())
          .load(home.serverCatalog())
          .catalog()
          .databases()
          .forEach((name, definition) -> all.putIfAbsent(name, new Entry(definition, "server")));
    }
    return all;
  }

  private String source() {
    Path file = file();
    return file == null ? "environment" : file.toString();
  }

  /** A database by its name or URL; Weir stays open until this is closed. */
  OpenDatabase database(String nameOrUrl) {
    Engine engine = engine(nameOrUrl);
    return engine.database(nameOrUrl);
  }

  /** A database that no catalog names, beside those of the catalog. */
  OpenDatabase database(Definition more) {
    Engine engine = engine();
    Map<String, Definition> all = new LinkedHashMap<>(engine.definitions());
    all.put(more.name(), more);
    engine.reload(all.values());
    return engine.database(more.name());
  }

  /** The engine that knows all of these names; a URL alone needs no catalog. */
  Engine engine(String... namesOrUrls) {
    Weir ready = open;
    if (ready == null) {
      boolean urls = namesOrUrls.length > 0;
      for (String name : namesOrUrls) {
        urls &= isUrl(name);
      }
      Map<String, Definition> definitions = new LinkedHashMap<>();
      if (!urls) {
        entries().forEach((name, entry) -> definitions.put(name, entry.definition()));
      }
      ready = Weir.open(definitions.values(), home);
      ready.engine().listen(new AuditFile(auditFile()));
      open = ready;
    }
    return ready.engine();
  }

  /** No name in a catalog holds a colon, and every URL does. */
  static boolean isUrl(String nameOrUrl) {
    return nameOrUrl.indexOf(':') >= 0;
  }

  /** Asks the servers to stop what runs. */
  void interrupt() {
    Weir running = open;
    if (running != null) {
      running.engine().cancel();
    }
  }

  @Override
  public void close() {
    Weir running = open;
    open = null;
    if (running != null) {
      running.close();
    }
  }
}
