package dev.weir.engine;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.api.Unavailable;
import dev.weir.spi.Connector;
import dev.weir.spi.Deadline;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.trace.Tracer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running system: owns every database, opens each when it is first used, takes changed
 * definitions while running, and closes in order. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final Connectors connectors;
  private final Function<Secret, @Nullable String> secrets;
  private final List<RequestListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Definition> definitions = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, OpenDatabase> open = new ConcurrentHashMap<>();
  private volatile @Nullable Tracer tracer;
  private final DeadlineWatch watch = new DeadlineWatch();
  private final Thread tender;
  private volatile boolean closed;

  /**
   * @param secrets resolves a secret, asked each time a connection is opened
   */
  public Engine(
      Connectors connectors,
      Collection<Definition> definitions,
      Function<Secret, @Nullable String> secrets) {
    this.connectors = connectors;
    this.secrets = secrets;
    definitions.forEach(
        definition -> this.definitions.put(definition.name(), connectors.complete(definition)));
    this.tender = Thread.ofPlatform().name("weir-tender").daemon().start(this::tend);
  }

  public Connectors connectors() {
    return connectors;
  }

  /** Tells a listener of each request from now on. */
  public void listen(RequestListener listener) {
    listeners.add(listener);
  }

  /**
   * Has a tracer follow each request from now on, also in databases that are open already; null for
   * none.
   */
  public void follow(@Nullable Tracer follower) {
    tracer = follower;
    open.values().forEach(OpenDatabase::renew);
  }

  /** The definitions in force, by name. */
  public Map<String, Definition> definitions() {
    return new TreeMap<>(definitions);
  }

  /** The databases that are open now. */
  public Collection<OpenDatabase> opened() {
    return List.copyOf(open.values());
  }

  /**
   * The databases of the catalog that are open now, by name; those named by URL are not among them.
   */
  public Map<String, OpenDatabase> openedByName() {
    Map<String, OpenDatabase> named = new TreeMap<>(open);
    named.keySet().retainAll(definitions.keySet());
    return named;
  }

  /**
   * The database of this name, or the one that a URL means.
   *
   * @throws Rejected with {@code WEIR-001} for an unknown name, {@code WEIR-017} for a bad URL
   */
  public OpenDatabase database(String nameOrUrl) {
    OpenDatabase ready = open.get(nameOrUrl);
    if (ready != null) {
      return ready;
    }
    if (closed) {
      throw Unavailable.because(CoreError.SHUTTING_DOWN, "Weir is closed.");
    }
    Definition definition = definitions.get(nameOrUrl);
    if (definition == null) {
      return byUrl(nameOrUrl);
    }
    return open.computeIfAbsent(nameOrUrl, _ -> open(definition));
  }

  private OpenDatabase byUrl(String text) {
    if (!text.contains(":")) {
      throw Rejected.because(
          CoreError.UNKNOWN_DATABASE,
          "There is no database " + text + "; the catalog has " + definitions().keySet() + ".");
    }
    Definition.Builder builder =
        connectors
            .parse("url", text)
            .orElseThrow(() ->
                Rejected.because(
                    CoreError.INVALID_URL,
                    "No connector knows the scheme of this URL; installed are "
                        + connectors.all().stream().map(Connector::type).toList()
                        + "."));
    Definition bare = builder.build();
    String name =
        bare.host().isEmpty()
            ? bare.database()
            : bare.host() + ":" + bare.port() + "/" + bare.database();
    return open.computeIfAbsent(text, _ -> open(connectors.complete(builder.name(name).build())));
  }

  private OpenDatabase open(Definition definition) {
    Connector connector = connectors.of(definition.type());
    if (definition.tls().mode().compareTo(Definition.Tls.Mode.REQUIRE) >= 0) {
      need(connector, Ability.TLS, definition, "encrypted connections");
    }
    if (definition.tenancy().setting() != null) {
      need(connector, Ability.TENANT_BINDING, definition, "binding of tenants");
    }
    return new OpenDatabase(
        connector, node(connector, definition), definition, watch, listeners, () -> tracer);
  }

  private static void need(
      Connector connector, Ability ability, Definition definition, String what) {
    if (!connector.abilities().contains(ability)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "Database "
              + definition.name()
              + ": its definition asks for "
              + what
              + ", which "
              + connector.displayName()
              + " does not have.");
    }
  }

  private EngineNode node(Connector connector, Definition definition) {
    NodeSettings settings =
        new NodeSettings(
            definition,
            "primary",
            false,
            () -> definition.password() == null ? null : secrets.apply(definition.password()));
    return new EngineNode(connector.open(settings), "primary", definition);
  }

  /**
   * Takes a new set of definitions: what did not change keeps its connections, what changed only in
   * limits keeps them too, what points elsewhere is opened anew while requests under way end on the
   * old connections.
   */
  public synchronized void reload(Collection<Definition> changed) {
    Map<String, Definition> next = new TreeMap<>();
    changed.forEach(definition -> next.put(definition.name(), connectors.complete(definition)));
    for (String name : List.copyOf(definitions.keySet())) {
      if (!next.containsKey(name)) {
        definitions.remove(name);
        retire(open.remove(name));
      }
    }
    next.forEach(this::replace);
  }

  private void replace(String name, Definition changed) {
    Definition before = definitions.put(name, changed);
    OpenDatabase running = open.get(name);
    if (running == null || changed.equals(before) || running.adopt(changed)) {
      return;
    }
    if (running.connector().type().equals(changed.type())) {
      running.moveTo(node(running.connector(), changed), changed);
    } else {
      open.remove(name);
      retire(running);
    }
  }

  private static void retire(@Nullable OpenDatabase database) {
    if (database != null) {
      Thread.ofVirtual()
          .name("weir-retire")
          .start(() -> database.drain(Deadline.after(Duration.ofMinutes(5))));
    }
  }

  private void tend() {
    while (!closed) {
      try {
        TimeUnit.SECONDS.sleep(1);
        open.values().forEach(database -> database.primary().tend());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Looking after the pools failed; it goes on.", e);
      }
    }
  }

  /**
   * Asks the servers to stop every statement under way, and ends the listeners; each fails as its
   * server tells a cancel. Returns without waiting for that.
   */
  public void cancel() {
    for (OpenDatabase database : open.values()) {
      database.primary().leases().cancel();
      database.listening().end(Listeners.End.CANCELLED);
    }
  }

  /**
   * Takes no new requests, waits for those under way as long as {@code patience}, and closes every
   * database.
   */
  public void close(Duration patience) {
    closed = true;
    tender.interrupt();
    Deadline deadline = Deadline.after(patience);
    List<Thread> drains = new ArrayList<>();
    for (OpenDatabase database : open.values()) {
      drains.add(Thread.ofVirtual().start(() -> database.drain(deadline)));
    }
    for (Thread drain : drains) {
      try {
        drain.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    open.clear();
    watch.close();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(10));
  }
}
