package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Breaker;
import dev.weir.api.Definition.Pool;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Definition.Retry;
import dev.weir.api.Definition.Tenancy;
import dev.weir.api.Definition.Timeouts;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Environment;
import dev.weir.api.Feature;
import dev.weir.api.Secret;
import dev.weir.engine.config.ValueType.Choice;
import dev.weir.engine.config.ValueType.Engine;
import dev.weir.engine.config.ValueType.Entries;
import dev.weir.engine.config.ValueType.Flag;
import dev.weir.engine.config.ValueType.Hidden;
import dev.weir.engine.config.ValueType.Host;
import dev.weir.engine.config.ValueType.Real;
import dev.weir.engine.config.ValueType.Replicas;
import dev.weir.engine.config.ValueType.Text;
import dev.weir.engine.config.ValueType.Time;
import dev.weir.engine.config.ValueType.TlsVersion;
import dev.weir.engine.config.ValueType.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every key of a database, and how a {@link Definition} is put together from their values. */
final class DatabaseKeys {
  static final Map<String, String> ENVIRONMENTS =
      Map.of("dev", "development", "testing", "test", "stage", "staging", "prod", "production");
  static final ValueType ENVIRONMENT = new Choice(Environment.class, ENVIRONMENTS);
  static final ValueType NAME =
      new Text("[A-Za-z0-9._-]{1,100}", "letters, digits, '-', '_' and '.'");
  static final ValueType HOST =
      new Host(
          new Text(
              "[^\\s/@?#:]*|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Za-z:.%]*",
              "a host name or an address, without port and path"));

  static final KeyTable<Definition> TABLE = new KeyTable<>(keys());

  private DatabaseKeys() {}

  private static List<Key<Definition>> keys() {
    List<Key<Definition>> keys = new ArrayList<>();
    key(keys, "base", NAME, d -> null, "The template whose keys this database inherits.");
    key(
        keys,
        "url",
        new Hidden(false),
        d -> null,
        "The place in one line, instead of host, port and database:"
            + " `postgresql://user@host:5432/name`.");
    key(keys, "type", new Engine(), Definition::type, "The engine: postgresql, mysql, redis …");
    key(
        keys,
        "environment",
        ENVIRONMENT,
        Definition::environment,
        "Where this database belongs, when it is not the environment of the file.");
    keys.add(
        new Key<>(
            "host",
            List.of("server"),
            HOST,
            Definition::host,
            "The primary's host name or address. `server` means the same."));
    key(
        keys,
        "port",
        new Whole(1, 65535),
        d -> d.port() == 0 ? null : d.port(),
        "The primary's port; the engine's own when left out.");
    key(
        keys,
        "database",
        Text.ANY,
        Definition::database,
        "The database on that server, the path of a file (SQLite), or the number of a Redis"
            + " database.");
    key(keys, "user", Text.ANY, Definition::user, "Who signs in.");
    key(
        keys,
        "password",
        new Hidden(),
        Definition::password,
        "A reference such as `env://NAME`, `file:///run/secrets/name` or `sealed://name`, resolved"
            + " when a connection is opened.");
    key(
        keys,
        "read-only",
        new Flag(),
        Definition::readOnly,
        "Refuse every statement that could change something.");
    tls(keys);
    pool(keys);
    timeouts(keys);
    retryAndBreaker(keys);
    key(
        keys,
        "services",
        new Entries(new Whole(1, 500)),
        Definition::services,
        "The most connections that each service may hold at once, by the service's name; `*` for"
            + " those not named.");
    key(
        keys,
        "replicas",
        new Replicas(),
        Definition::replicas,
        "Nodes that can be read from: `host:port`, or `name`, `host`, `port` and `region`.");
    for (Feature feature : Feature.values()) {
      String name = feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
      key(
          keys,
          "features." + name,
          new Flag(),
          d -> d.features().get(feature),
          "Switches " + name.replace('-', ' ') + " for this database.");
    }
    key(
        keys,
        "tenancy.setting",
        new Text("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?", "a setting's name"),
        d -> d.tenancy().setting(),
        "The server's setting that row-level security reads, such as `app.tenant`; bound in each"
            + " transaction.");
    key(
        keys,
        "tenancy.required",
        new Flag(),
        d -> d.tenancy().required(),
        "Refuse statements that name no tenant.");
    key(
        keys,
        "parameters",
        new Entries(Text.ANY),
        Definition::parameters,
        "Passed to the driver as they are.");
    key(
        keys,
        "tags",
        new Entries(Text.ANY),
        Definition::tags,
        "Words of your own, to find and group databases by.");
    return keys;
  }

  private static void tls(List<Key<Definition>> keys) {
    key(
        keys,
        "tls.mode",
        new Choice(Tls.Mode.class),
        d -> d.tls().mode(),
        "How much the client insists on: `verify-full` checks the authority and the host's name.");
    key(
        keys,
        "tls.ca",
        Text.ANY,
        d -> d.tls().ca(),
        "A PEM file of authorities to trust instead of the platform's.");
    key(
        keys,
        "tls.certificate",
        Text.ANY,
        d -> d.tls().certificate(),
        "A PEM file of the client's certificate.");
    key(
        keys,
        "tls.key",
        Text.ANY,
        d -> d.tls().key(),
        "A PEM file of the key that belongs to the client's certificate.");
    key(
        keys,
        "tls.minimum-version",
        new TlsVersion(),
        d -> d.tls().minimumVersion(),
        "The oldest version of TLS that is accepted.");
  }

  private static void pool(List<Key<Definition>> keys) {
    key(
        keys,
        "pool.min-size",
        new Whole(0, 500),
        d -> d.pool().minSize() < 0 ? null : d.pool().minSize(),
        "Connections of each node kept open when idle.");
    key(
        keys,
        "pool.max-size",
        new Whole(5, 500),
        d -> d.pool().maxSize() < 0 ? null : d.pool().maxSize(),
        "The most connections of each node at once.");
    time(
        keys,
        "pool.acquire-timeout",
        "10ms",
        "10m",
        d -> d.pool().acquireTimeout(),
        "How long a request waits for a connection.");
    time(
        keys,
        "pool.idle-timeout",
        "0",
        "1d",
        d -> d.pool().idleTimeout(),
        "How long a connection above the least number may stay idle; 0 for ever.");
    time(
        keys,
        "pool.max-lifetime",
        "0",
        "7d",
        d -> d.pool().maxLifetime(),
        "The age at which a connection is replaced; 0 for never.");
    time(
        keys,
        "pool.leak-threshold",
        "0",
        "1d",
        d -> d.pool().leakThreshold(),
        "A connection borrowed for longer is reported with the place that borrowed it.");
  }

  private static void timeouts(List<Key<Definition>> keys) {
    time(
        keys,
        "timeouts.connect",
        "10ms",
        "10m",
        d -> d.timeouts().connect(),
        "Until a connection is open.");
    time(
        keys,
        "timeouts.query",
        "1ms",
        "7d",
        d -> d.timeouts().query(),
        "The deadline of a request that names none.");
    time(
        keys,
        "timeouts.transaction",
        "1ms",
        "7d",
        d -> d.timeouts().transaction(),
        "The deadline of a transaction that names none.");
    time(
        keys,
        "timeouts.floor",
        "1ms",
        "1h",
        d -> d.timeouts().floor(),
        "The least that the adaptive timeout of an attempt that may be repeated goes down to.");
    time(
        keys,
        "timeouts.ceiling",
        "1ms",
        "1d",
        d -> d.timeouts().ceiling(),
        "The most that the adaptive timeout of an attempt that may be repeated goes up to.");
    time(
        keys,
        "timeouts.slow",
        "0",
        "1d",
        d -> d.timeouts().slow(),
        "A statement that takes longer is recorded as slow.");
  }

  private static void retryAndBreaker(List<Key<Definition>> keys) {
    key(
        keys,
        "retry.attempts",
        new Whole(1, 20),
        d -> d.retry().attempts(),
        "The most attempts of a request that can safely be repeated, the first included.");
    time(
        keys,
        "retry.delay",
        "0",
        "1m",
        d -> d.retry().delay(),
        "The wait before the second attempt.");
    key(
        keys,
        "retry.backoff",
        new Real(1, 10),
        d -> d.retry().backoff(),
        "How many times longer each further wait is.");
    time(
        keys,
        "retry.max-delay",
        "0",
        "10m",
        d -> d.retry().maxDelay(),
        "The longest wait between two attempts.");
    key(
        keys,
        "breaker.failure-rate",
        new Real(0.01, 1),
        d -> d.breaker().failureRate(),
        "The share of failures that opens the circuit breaker of a node, such as 0.5 or 50%.");
    key(
        keys,
        "breaker.window",
        new Whole(1, 100_000),
        d -> d.breaker().window(),
        "How many of the last requests count.");
    key(
        keys,
        "breaker.minimum-requests",
        new Whole(1, 100_000),
        d -> d.breaker().minimumRequests(),
        "With fewer requests than this the breaker stays closed.");
    time(
        keys,
        "breaker.open",
        "1ms",
        "1h",
        d -> d.breaker().open(),
        "How long it stays open before one request may try.");
  }

  private static void key(
      List<Key<Definition>> keys,
      String path,
      ValueType type,
      Function<Definition, @Nullable Object> read,
      String meaning) {
    keys.add(new Key<>(path, List.of(), type, read, meaning));
  }

  private static void time(
      List<Key<Definition>> keys,
      String path,
      String min,
      String max,
      Function<Definition, @Nullable Object> read,
      String meaning) {
    key(keys, path, new Time(Times.parse(min), Times.parse(max)), read, meaning);
  }

  /** The definition that the values mean; what they leave out takes the record's default. */
  static Definition assemble(String name, Environment environment, Values values) {
    Definition.Builder builder =
        Definition.builder(name, values.get("type", ""))
            .environment(values.get("environment", environment))
            .host(values.get("host", ""))
            .port(values.get("port", 0))
            .database(values.get("database", ""))
            .user(values.<String>find("user"))
            .password(values.<Secret>find("password"))
            .readOnly(values.get("read-only", false))
            .replicas(values.get("replicas", List.<Replica>of()))
            .tls(tls(values))
            .pool(pool(values))
            .timeouts(timeouts(values))
            .retry(retry(values))
            .breaker(breaker(values))
            .tenancy(
                new Tenancy(
                    values.<String>find("tenancy.setting"),
                    values.get("tenancy.required", Tenancy.NONE.required())));
    for (Feature feature : Feature.values()) {
      String key = "features." + feature.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Boolean on = values.find(key);
      if (on != null) {
        builder.feature(feature, on);
      }
    }
    values.<Integer>entries("services").forEach(builder::service);
    values.<String>entries("parameters").forEach(builder::parameter);
    values.<String>entries("tags").forEach(builder::tag);
    return builder.build();
  }

  private static Tls tls(Values values) {
    return new Tls(
        values.get("tls.mode", Tls.DEFAULT.mode()),
        values.<String>find("tls.ca"),
        values.<String>find("tls.certificate"),
        values.<String>find("tls.key"),
        values.get("tls.minimum-version", Tls.DEFAULT.minimumVersion()));
  }

  private static Pool pool(Values values) {
    Pool unless = Pool.DEFAULT;
    return new Pool(
        values.get("pool.min-size", unless.minSize()),
        values.get("pool.max-size", unless.maxSize()),
        values.get("pool.acquire-timeout", unless.acquireTimeout()),
        values.get("pool.idle-timeout", unless.idleTimeout()),
        values.get("pool.max-lifetime", unless.maxLifetime()),
        values.get("pool.leak-threshold", unless.leakThreshold()));
  }

  private static Timeouts timeouts(Values values) {
    Timeouts unless = Timeouts.DEFAULT;
    return new Timeouts(
        values.get("timeouts.connect", unless.connect()),
        values.get("timeouts.query", unless.query()),
        values.get("timeouts.transaction", unless.transaction()),
        values.get("timeouts.floor", unless.floor()),
        values.get("timeouts.ceiling", unless.ceiling()),
        values.get("timeouts.slow", unless.slow()));
  }

  private static Retry retry(Values values) {
    Retry unless = Retry.DEFAULT;
    return new Retry(
        values.get("retry.attempts", unless.attempts()),
        values.<Duration>get("retry.delay", unless.delay()),
        values.get("retry.backoff", unless.backoff()),
        values.get("retry.max-delay", unless.maxDelay()));
  }

  private static Breaker breaker(Values values) {
    Breaker unless = Breaker.DEFAULT;
    return new Breaker(
        values.get("breaker.failure-rate", unless.failureRate()),
        values.get("breaker.window", unless.window()),
        values.get("breaker.minimum-requests", unless.minimumRequests()),
        values.get("breaker.open", unless.open()));
  }
}
