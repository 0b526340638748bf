package dev.weir.server.boot;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.api.Bug;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Environment;
import dev.weir.api.Failed;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.secret.MasterKey;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.demo.DemoDatabase;
import dev.weir.operations.telemetry.Telemetry;
import dev.weir.server.catalog.ServerCatalog;
import dev.weir.server.operation.Operations;
import dev.weir.server.problem.ServerError;
import dev.weir.server.store.EmbeddedStore;
import dev.weir.server.store.ExternalStore;
import dev.weir.server.store.Store;
import dev.weir.server.store.StoreSchema;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The running server: what it is made of, in the order in which it starts; it closes backwards. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Options options;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private int port;

  private Server(Options options) {
    this.options = options;
  }

  /**
   * Starts it, and returns when it is ready for requests.
   *
   * @throws WeirException that says why it cannot start; nothing is left running then
   */
  public static Server start(Options options) {
    System.setProperty(Logging.FORMAT, options.logFormat().name());
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    Server server = new Server(options);
    try {
      server.open();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open() {
    Home home = options.home();
    add(HomeLock.take(home));
    checkPort();
    SealedFileSecrets sealed =
        new SealedFileSecrets(home.folder(), MasterKey.from(home.folder(), System.getenv()));
    Secrets secrets = Secrets.standard(home.folder(), System.getenv());
    Store store = add(store(home, sealed, secrets));
    StoreSchema.migrate(store.dataSource());
    LOG.info("The store is {}", store.describe());
    JdbcClient client = JdbcClient.create(store.dataSource());
    Weir weir = Weir.open(List.of(), home);
    Telemetry telemetry = Telemetry.configured(System.getenv()).orElse(null);
    if (telemetry != null) {
      add(telemetry).follow(weir.engine());
    }
    parts.push(() -> weir.close(DRAIN));
    ServerCatalog catalog = add(new ServerCatalog(home, weir, client, sealed));
    Operations operations = add(new Operations(client, NodeName.of(home)));
    if (options.demo() && store instanceof EmbeddedStore embedded) {
      demo(embedded, weir, catalog, operations);
    }
    Map<String, Object> beans = new LinkedHashMap<>();
    beans.put("home", home);
    beans.put("options", options);
    beans.put("dataSource", store.dataSource());
    beans.put("jdbcClient", client);
    beans.put("weir", weir);
    beans.put("secrets", secrets);
    if (telemetry != null) {
      beans.put("telemetry", telemetry);
    }
    beans.put("catalog", catalog);
    beans.put("operations", operations);
    beans.put("version", new Version(version()));
    WebServerApplicationContext web =
        (WebServerApplicationContext) add(web(beans, catalog.environment()));
    port = Objects.requireNonNull(web.getWebServer(), "no web server").getPort();
    announce(home);
  }

  private Store store(Home home, SealedFileSecrets sealed, Secrets secrets) {
    String url = options.store();
    return url == null
        ? EmbeddedStore.start(home, sealed)
        : ExternalStore.open(url, System.getenv(), text -> secrets.resolve(Secret.of(text)));
  }

  /** Loads the demo database the first time, so that it can be asked as soon as the server can. */
  private static void demo(
      EmbeddedStore store, Weir weir, ServerCatalog catalog, Operations operations) {
    catalog.provide(store.demo(), "First start");
    if (catalog.all().stream().noneMatch(entry -> entry.name().equals("demo"))) {
      return;
    }
    Database database = weir.database("demo");
    if (!DemoDatabase.loaded(database)) {
      try {
        operations.run(
            "demo.load", "demo", progress -> DemoDatabase.load(database, progress::step));
      } catch (WeirException e) {
        throw e;
      } catch (Exception e) {
        throw Bug.because(CoreError.BUG, "The demo database could not be loaded.", e);
      }
    }
  }

  /** Tells the command line where the server is, as long as it runs. */
  private void announce(Home home) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("pid", ProcessHandle.current().pid());
    facts.put("address", address().toString());
    facts.put("port", port);
    facts.put("started", Instant.now().toString());
    facts.put("version", version());
    Home.write(home.serverFile(), JsonMapper.shared().writeValueAsString(facts) + "\n");
    parts.push(() -> Files.deleteIfExists(home.serverFile()));
  }

  private ConfigurableApplicationContext web(Map<String, Object> beans, Environment environment) {
    SpringApplication application = new SpringApplication(ServerConfiguration.class);
    application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.addInitializers(context -> {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("weir", properties(environment)));
      beans.forEach(context.getBeanFactory()::registerSingleton);
    });
    try {
      return application.run();
    } catch (PortInUseException e) {
      throw portTaken(e);
    }
  }

  private Map<String, Object> properties(Environment environment) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("springdoc.api-docs.enabled", environment != Environment.PRODUCTION);
    properties.put("springdoc.api-docs.path", "/v1/openapi.json");
    properties.put("springdoc.api-docs.version", "openapi_3_1");
    properties.put("springdoc.writer-with-order-by-keys", true);
    properties.put("server.port", options.port());
    properties.put("server.address", options.bind());
    properties.put("server.shutdown", "graceful");
    properties.put("spring.lifecycle.timeout-per-shutdown-phase", DRAIN.toString());
    properties.put("spring.threads.virtual.enabled", true);
    properties.put("spring.main.keep-alive", true);
    properties.put("spring.jmx.enabled", false);
    properties.put("spring.web.resources.add-mappings", false);
    return properties;
  }

  /** Asked early, so that nothing is made for a server that cannot listen. */
  private void checkPort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(options.bind(), options.port()));
    } catch (IOException e) {
      throw portTaken(e);
    }
  }

  private Failed portTaken(Exception cause) {
    return Failed.because(
        ServerError.PORT_TAKEN,
        "Cannot listen on " + options.bind() + " port " + options.port() + ": it is taken.",
        cause);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Where it listens. */
  public URI address() {
    String host = options.bind().equals("0.0.0.0") ? "127.0.0.1" : options.bind();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  public String version() {
    String version = Server.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /**
   * Takes no new requests, lets those under way finish, and closes everything, the store last. Safe
   * to call twice.
   */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the server did not close cleanly", e);
      }
    }
  }
}
