package dev.weir.server.boot;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.api.Failed;
import dev.weir.api.WeirException;
import dev.weir.server.problem.ServerError;
import dev.weir.server.store.EmbeddedStore;
import dev.weir.server.store.ExternalStore;
import dev.weir.server.store.Store;
import dev.weir.server.store.StoreSchema;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

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
    Store store = add(store(home));
    StoreSchema.migrate(store.dataSource());
    LOG.info("The store is {}", store.describe());
    Weir weir = Weir.open();
    parts.push(() -> weir.close(DRAIN));
    ConfigurableApplicationContext context = add(web(home, store, weir));
    WebServerApplicationContext web = (WebServerApplicationContext) context;
    port = java.util.Objects.requireNonNull(web.getWebServer(), "no web server").getPort();
  }

  private Store store(Home home) {
    String url = options.store();
    return url == null
        ? EmbeddedStore.start(home)
        : ExternalStore.open(url, System.getenv(), text -> text);
  }

  private ConfigurableApplicationContext web(Home home, Store store, Weir weir) {
    SpringApplication application = new SpringApplication(ServerConfiguration.class);
    application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.addInitializers(context -> {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(new MapPropertySource("weir", properties()));
      var beans = context.getBeanFactory();
      beans.registerSingleton("home", home);
      beans.registerSingleton("options", options);
      beans.registerSingleton("store", store);
      beans.registerSingleton("dataSource", store.dataSource());
      beans.registerSingleton("weir", weir);
      beans.registerSingleton("version", new Version(version()));
    });
    try {
      return application.run();
    } catch (PortInUseException e) {
      throw portTaken(e);
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
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
