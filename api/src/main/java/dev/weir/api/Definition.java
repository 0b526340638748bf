package dev.weir.api;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a database is and where it lives: immutable, from a file, the API or a URL. Holds references
 * to secrets, never their values unless a URL brought one. What is null or empty takes the
 * connector's or the environment's default.
 *
 * @param name unique in its catalog: letters, digits, {@code -}, {@code _} and {@code .}
 * @param type the engine, such as {@code POSTGRESQL}
 * @param host of the primary; empty for engines that live in a file
 * @param port 0 for the engine's default
 * @param database the database on that server, the path of a file, or the number of a Redis
 *     database
 * @param password a literal or a reference such as {@code env://DB_PASSWORD}
 * @param parameters passed to the driver as they are
 * @param replicas nodes that can be read from
 * @param services the share of connections that each service may use, by name; {@code *} for those
 *     not named
 * @param features switches; what is not named is on, except what needs more settings
 */
public record Definition(
    String name,
    String type,
    Environment environment,
    String host,
    int port,
    String database,
    @Nullable String user,
    @Nullable Secret password,
    Map<String, String> parameters,
    Tls tls,
    Pool pool,
    Timeouts timeouts,
    Retry retry,
    Breaker breaker,
    Map<String, Integer> services,
    List<Replica> replicas,
    Map<Feature, Boolean> features,
    Tenancy tenancy,
    Map<String, String> tags,
    boolean readOnly) {
  public Definition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    parameters = Map.copyOf(parameters);
    services = Map.copyOf(services);
    replicas = List.copyOf(replicas);
    features = Map.copyOf(features);
    tags = Map.copyOf(tags);
  }

  /** A builder with every default in place. */
  public static Builder builder(String name, String type) {
    return new Builder(name, type);
  }

  /** A builder that starts from this definition. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  public boolean enabled(Feature feature, boolean unlessSaid) {
    return features.getOrDefault(feature, unlessSaid);
  }

  /**
   * True where a connection made for this definition serves the other as well: the same place,
   * login, parameters and encryption. How many there are, and what is done with them, may differ.
   */
  public boolean connectsLike(Definition other) {
    return type.equals(other.type)
        && host.equals(other.host)
        && port == other.port
        && database.equals(other.database)
        && Objects.equals(user, other.user)
        && Objects.equals(password, other.password)
        && parameters.equals(other.parameters)
        && tls.equals(other.tls)
        && readOnly == other.readOnly
        && timeouts.connect().equals(other.timeouts.connect());
  }

  /** {@code name (type at host:port/database)}, without anything secret. */
  public String describe() {
    return name
        + " ("
        + type
        + (host.isEmpty() ? "" : " at " + host + (port == 0 ? "" : ":" + port))
        + (database.isEmpty() ? "" : "/" + database)
        + ")";
  }

  /**
   * A node that can be read from.
   *
   * @param region null where it does not matter
   */
  public record Replica(String name, String host, int port, @Nullable String region) {}

  /**
   * How the connection is encrypted.
   *
   * @param ca a PEM file of authorities to trust instead of the platform's
   * @param certificate a PEM file of the client's certificate, with {@code key} beside it
   * @param minimumVersion {@code TLSv1.2} or {@code TLSv1.3}
   */
  public record Tls(
      Mode mode,
      @Nullable String ca,
      @Nullable String certificate,
      @Nullable String key,
      String minimumVersion) {
    public static final Tls DEFAULT = new Tls(Mode.PREFER, null, null, null, "TLSv1.2");

    /** How much the client insists on. */
    public enum Mode {
      /** Never encrypted. */
      DISABLE,
      /** Encrypted if the server can, without checking who it is. */
      PREFER,
      /** Always encrypted, without checking who it is. */
      REQUIRE,
      /** Encrypted, and the certificate comes from a trusted authority. */
      VERIFY_CA,
      /** Encrypted, and the certificate is this host's, from a trusted authority. */
      VERIFY_FULL
    }
  }

  /**
   * The pool of each node.
   *
   * @param minSize sessions kept open when idle; -1 for the connector's default
   * @param maxSize the most sessions at once, 5 to 500; -1 for the connector's default
   * @param leakThreshold a session borrowed longer than this is reported with the place that
   *     borrowed it
   */
  public record Pool(
      int minSize,
      int maxSize,
      Duration acquireTimeout,
      Duration idleTimeout,
      Duration maxLifetime,
      Duration leakThreshold) {
    public static final Pool DEFAULT =
        new Pool(
            -1,
            -1,
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1));
  }

  /**
   * How long things may take.
   *
   * @param query the deadline of a request that names none
   * @param floor the least that the adaptive timeout of an attempt that may be repeated goes down
   *     to
   * @param ceiling the most that it goes up to
   */
  public record Timeouts(
      Duration connect,
      Duration query,
      Duration transaction,
      Duration floor,
      Duration ceiling,
      Duration slow) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(1));
  }

  /**
   * When a request is tried again.
   *
   * @param attempts the most attempts, the first included
   * @param delay before the second attempt; each further one waits {@code backoff} times longer,
   *     with jitter
   */
  public record Retry(int attempts, Duration delay, double backoff, Duration maxDelay) {
    public static final Retry DEFAULT =
        new Retry(4, Duration.ofMillis(50), 2.0, Duration.ofSeconds(5));
  }

  /**
   * When a failing node is left alone.
   *
   * @param failureRate the share of failures, 0 to 1, of the last {@code window} requests that
   *     opens it
   * @param open how long it stays open before one request may try
   */
  public record Breaker(double failureRate, int window, int minimumRequests, Duration open) {
    public static final Breaker DEFAULT = new Breaker(0.5, 100, 20, Duration.ofSeconds(5));
  }

  /**
   * How a tenant is bound to a transaction.
   *
   * @param setting the server's setting that row-level security reads, such as {@code app.tenant};
   *     null where tenants are not used
   * @param required refuse statements that name no tenant
   */
  public record Tenancy(@Nullable String setting, boolean required) {
    public static final Tenancy NONE = new Tenancy(null, false);
  }

  /** Makes definitions; reusable. */
  public static final class Builder {
    private String name;
    private String type;
    private Environment environment = Environment.DEVELOPMENT;
    private String host = "";
    private int port;
    private String database = "";
    private @Nullable String user;
    private @Nullable Secret password;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private Tls tls = Tls.DEFAULT;
    private Pool pool = Pool.DEFAULT;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private Retry retry = Retry.DEFAULT;
    private Breaker breaker = Breaker.DEFAULT;
    private final Map<String, Integer> services = new LinkedHashMap<>();
    private List<Replica> replicas = List.of();
    private final Map<Feature, Boolean> features = new EnumMap<>(Feature.class);
    private Tenancy tenancy = Tenancy.NONE;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private boolean readOnly;

    private Builder(String name, String type) {
      this.name = name;
      this.type = type;
    }

    private Builder(Definition from) {
      this(from.name, from.type);
      environment = from.environment;
      host = from.host;
      port = from.port;
      database = from.database;
      user = from.user;
      password = from.password;
      parameters.putAll(from.parameters);
      tls = from.tls;
      pool = from.pool;
      timeouts = from.timeouts;
      retry = from.retry;
      breaker = from.breaker;
      services.putAll(from.services);
      replicas = from.replicas;
      features.putAll(from.features);
      tenancy = from.tenancy;
      tags.putAll(from.tags);
      readOnly = from.readOnly;
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder type(String value) {
      type = value;
      return this;
    }

    public Builder environment(Environment value) {
      environment = value;
      return this;
    }

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder port(int value) {
      port = value;
      return this;
    }

    public Builder database(String value) {
      database = value;
      return this;
    }

    public Builder user(@Nullable String value) {
      user = value;
      return this;
    }

    public Builder password(@Nullable Secret value) {
      password = value;
      return this;
    }

    public Builder parameter(String key, String value) {
      parameters.put(key, value);
      return this;
    }

    public Builder tls(Tls value) {
      tls = value;
      return this;
    }

    public Builder pool(Pool value) {
      pool = value;
      return this;
    }

    public Builder timeouts(Timeouts value) {
      timeouts = value;
      return this;
    }

    public Builder retry(Retry value) {
      retry = value;
      return this;
    }

    public Builder breaker(Breaker value) {
      breaker = value;
      return this;
    }

    public Builder service(String service, int share) {
      services.put(service, share);
      return this;
    }

    public Builder replicas(List<Replica> value) {
      replicas = List.copyOf(value);
      return this;
    }

    public Builder feature(Feature feature, boolean on) {
      features.put(feature, on);
      return this;
    }

    public Builder tenancy(Tenancy value) {
      tenancy = value;
      return this;
    }

    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    public Builder readOnly(boolean value) {
      readOnly = value;
      return this;
    }

    public Definition build() {
      return new Definition(
          name,
          type,
          environment,
          host,
          port,
          database,
          user,
          password,
          parameters,
          tls,
          pool,
          timeouts,
          retry,
          breaker,
          services,
          replicas,
          features,
          tenancy,
          tags,
          readOnly);
    }
  }
}
