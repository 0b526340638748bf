package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Replica;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Environment;
import dev.weir.api.Secret;
import dev.weir.engine.config.Settings.Insecure;
import dev.weir.engine.config.Settings.Storage;
import dev.weir.spi.Connector;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What only shows when the values stand together: conflicts, and choices that are not secure. */
final class Checks {
  private static final Set<String> SUPERUSERS =
      Set.of("postgres", "root", "sa", "sys", "system", "admin", "administrator", "rdsadmin");
  private static final Pattern PRODUCTION_NAME =
      Pattern.compile("(^|[.\\-_])(prod|production|prd|live)([.\\-_]|\\d|$)");
  private static final Set<String> PRODUCTION_TAGS = Set.of("environment", "env", "stage", "tier");
  private final Environment environment;
  private final WeirFile file;
  private final Map<String, Connector> connectors;
  private final Set<String> schemes;
  private final Problems problems;

  Checks(
      Environment environment,
      WeirFile file,
      Map<String, Connector> connectors,
      Set<String> schemes,
      Problems problems) {
    this.environment = environment;
    this.file = file;
    this.connectors = connectors;
    this.schemes = schemes;
    this.problems = problems;
  }

  void settings(Settings settings, Values values) {
    Storage storage = settings.storage();
    if (storage.enabled() && storage.provider() == null) {
      say(values, "settings.", "storage.enabled", "storage.provider is missing.");
    } else if (storage.enabled() && bucket(storage) == null) {
      say(values, "settings.", "storage.enabled", "The bucket or container is missing.");
    } else if (storage.enabled()
        && storage.provider() == Settings.Provider.AZURE
        && storage.azureAccount() == null
        && !String.valueOf(storage.azureContainer()).contains("/")) {
      say(values, "settings.", "storage.azure-account", "The account of the container is missing.");
    }
    var notification = settings.notification();
    if (notification.enabled()
        && notification.email() == null
        && notification.webhook() == null
        && notification.channels().isEmpty()) {
      say(
          values,
          "settings.",
          "notification.enabled",
          "There is neither a channel nor an email nor a webhook.");
    }
    channels(values, notification, "notification.on-failure", notification.onFailure());
    channels(values, notification, "notification.on-success", notification.onSuccess());
    channels(values, notification, "notification.on-overdue", notification.onOverdue());
    channels(values, notification, "alert.channels", settings.alert().channels());
    settings
        .alert()
        .routes()
        .forEach((route, named) ->
            channels(
                values,
                notification,
                "alert.routes." + route,
                List.of(named.strip().split("\\s*,\\s*"))));
    Secret webhook = notification.webhook();
    if (webhook != null && webhook.reveal().startsWith("http") && !isWebAddress(webhook.reveal())) {
      say(values, "settings.", "notification.webhook", "This is no web address.");
    }
    reference(webhook, values, "settings.", "notification.webhook", settings);
    reference(
        settings.backup().encryptionKey(), values, "settings.", "backup.encryption-key", settings);
  }

  private void channels(
      Values values, Settings.Notification notification, String path, List<String> named) {
    for (String name : named) {
      if (!notification.channels().containsKey(name)) {
        say(
            values,
            "settings.",
            path,
            "There is no channel " + name + " in notification.channels.");
      }
    }
  }

  private static @Nullable String bucket(Storage storage) {
    return switch (Objects.requireNonNull(storage.provider())) {
      case AWS -> storage.s3Bucket();
      case GCP -> storage.gcsBucket();
      case AZURE -> storage.azureContainer();
    };
  }

  private static boolean isWebAddress(String text) {
    try {
      return URI.create(text).getHost() != null;
    } catch (IllegalArgumentException wrong) {
      return false;
    }
  }

  void database(Definition definition, Values values, Settings settings, Place place) {
    String at = "databases." + definition.name() + ".";
    whole(definition, values, at, place);
    conflicts(definition, values, at);
    insecure(definition, values, at, settings);
    isolation(definition, values, at);
    reference(definition.password(), values, at, "password", settings);
    Connector connector = connectors.get(definition.type());
    if (connector != null && !definition.type().isEmpty()) {
      connector
          .validate(definition)
          .forEach(sentence -> problems.error(path(at), place, sentence, null));
    }
  }

  private void whole(Definition definition, Values values, String at, Place place) {
    if (definition.type().isEmpty()) {
      // A url that could not be understood has been told already.
      if (!values.has("url")) {
        problems.error(
            path(at), place, "The type is missing.", "Say type: postgresql, or give a url.");
      }
    } else if (!connectors.isEmpty() && !connectors.containsKey(definition.type())) {
      Given type = values.given("type");
      problems.error(
          at + "type",
          type == null ? place : type.place(),
          "No connector for " + definition.type() + " is installed.",
          Nearest.suggestion(definition.type(), connectors.keySet())
              .orElse("Installed are " + String.join(", ", sorted(connectors.keySet())) + "."));
    }
    if (definition.host().isEmpty() && definition.database().isEmpty() && !values.has("url")) {
      problems.error(
          path(at), place, "Nothing says where this database is.", "Give a host, or a url.");
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private void conflicts(Definition d, Values values, String at) {
    unordered(
        values,
        at,
        "pool.min-size",
        "pool.max-size",
        d.pool().maxSize() >= 0 && d.pool().minSize() > d.pool().maxSize());
    unordered(
        values,
        at,
        "timeouts.floor",
        "timeouts.ceiling",
        d.timeouts().floor().compareTo(d.timeouts().ceiling()) > 0);
    unordered(
        values,
        at,
        "retry.delay",
        "retry.max-delay",
        d.retry().delay().compareTo(d.retry().maxDelay()) > 0);
    unordered(
        values,
        at,
        "breaker.minimum-requests",
        "breaker.window",
        d.breaker().minimumRequests() > d.breaker().window());
    if ((d.tls().certificate() == null) != (d.tls().key() == null)) {
      String said = d.tls().key() == null ? "tls.certificate" : "tls.key";
      say(values, at, said, "A client's certificate and its key need each other.");
    }
    if (d.tls().mode() == Tls.Mode.DISABLE && d.tls().ca() != null) {
      say(values, at, "tls.ca", "An authority is named, and TLS is switched off.");
    }
    if (d.tenancy().required() && d.tenancy().setting() == null) {
      say(values, at, "tenancy.required", "A tenant is required, and tenancy.setting is missing.");
    }
    if (d.pool().maxSize() >= 0) {
      d.services()
          .forEach((service, share) -> {
            if (share > d.pool().maxSize()) {
              say(
                  values,
                  at,
                  "services." + service,
                  "This is more than the pool has (" + d.pool().maxSize() + ").");
            }
          });
    }
    Set<String> names = new HashSet<>();
    for (Replica replica : d.replicas()) {
      if (replica.host().equals(d.host()) && replica.port() == d.port()) {
        Given given = values.given("replicas");
        problems.warning(
            at + "replicas",
            given == null ? Place.of(file.name()) : given.place(),
            "The replica " + replica.name() + " is the primary itself.",
            "Remove it.");
      }
      if (!names.add(replica.name())) {
        say(values, at, "replicas", "Two replicas are called " + replica.name() + ".");
      }
    }
  }

  private void unordered(Values values, String at, String less, String more, boolean wrong) {
    if (!wrong) {
      return;
    }
    Given a = values.given(less);
    Given b = values.given(more);
    boolean byLess =
        b == null || (a != null && a.source().kind().compareTo(b.source().kind()) <= 0);
    String told = byLess ? less : more;
    say(values, at, told, less + " is more than " + more + ".");
  }

  private void insecure(Definition d, Values values, String at, Settings settings) {
    boolean production = d.environment() == Environment.PRODUCTION;
    boolean remote = !d.host().isEmpty() && !EnvironmentDefaults.isLocal(d.host());
    if (production && remote && d.tls().mode().compareTo(Tls.Mode.VERIFY_CA) < 0) {
      boolean encrypted = d.tls().mode() != Tls.Mode.DISABLE;
      insecure(
          settings,
          values,
          at,
          "tls.mode",
          encrypted
              ? "The server's certificate is not checked."
              : "The connection is not encrypted.",
          "Use tls.mode: verify-full, with tls.ca for an authority of your own.");
    }
    String user = d.user();
    if (production && user != null && SUPERUSERS.contains(user.toLowerCase(Locale.ROOT))) {
      insecure(
          settings,
          values,
          at,
          "user",
          "This user may usually do everything on the server.",
          "Sign in with a user that may do only what is needed.");
    }
    d.parameters().keySet().stream()
        .filter(Sensitive::parameter)
        .filter(name -> isLiteral(values.given("parameters." + name)))
        .forEach(name ->
            insecure(
                settings,
                values,
                at,
                "parameters." + name,
                "This looks like a secret, and stands here as it is.",
                "Use ${NAME} to take it from an environment variable."));
  }

  private void reference(
      @Nullable Secret secret, Values values, String at, String path, Settings settings) {
    Given given = values.given(path);
    if (secret == null || given == null) {
      return;
    }
    if (given.literal()) {
      insecure(
          settings,
          values,
          at,
          path,
          "A secret stands here as it is.",
          "Seal it with `weir secret set NAME` and write sealed://NAME, or use env:// or file://.");
    } else if (secret.isReference() && !Sensitive.isWebAddress(secret)) {
      String scheme = secret.reveal().replaceFirst("://(?s).*", "");
      if (!schemes.contains(scheme)) {
        problems.error(
            at + path,
            given.place(),
            "No secret store for " + scheme + ":// is installed.",
            Nearest.suggestion(scheme, schemes)
                .orElse("Installed are " + String.join(", ", sorted(schemes)) + "."));
      }
    }
  }

  private static boolean isLiteral(@Nullable Given given) {
    return given != null && given.literal();
  }

  /** Tells of a database elsewhere that seems to be production's. */
  private void isolation(Definition d, Values values, String at) {
    if (d.environment() == Environment.PRODUCTION) {
      return;
    }
    boolean tagged =
        d.tags().entrySet().stream()
            .anyMatch(tag ->
                PRODUCTION_TAGS.contains(tag.getKey())
                    && Set.of("production", "prod").contains(tag.getValue()));
    String where = DatabaseKeys.ENVIRONMENT.render(d.environment());
    String path = d.host().isEmpty() ? "database" : "host";
    if (tagged || PRODUCTION_NAME.matcher(d.host()).find() || isProductionHost(d)) {
      Given given = values.given(path);
      problems.warning(
          at + path,
          given == null ? Place.of(file.name()) : given.place(),
          "This is " + where + ", and the database seems to be production's.",
          "Give " + where + " a database of its own.");
    }
  }

  private boolean isProductionHost(Definition d) {
    Layer layer = file.overlay(Environment.PRODUCTION).databases().get(d.name());
    Given host = layer == null ? null : layer.find("host");
    Given port = layer == null ? null : layer.find("port");
    Given database = layer == null ? null : layer.find("database");
    return environment != Environment.PRODUCTION
        && host != null
        && host.value().equals(d.host())
        && (port == null || port.value().equals(d.port()))
        && (database == null || database.value().equals(d.database()));
  }

  private void insecure(
      Settings settings, Values values, String at, String path, String message, String mend) {
    Given given = values.given(path);
    Place place = given == null ? Place.of(file.name()) : given.place();
    Insecure policy = settings.safety().insecure();
    switch (policy) {
      case IGNORE -> {}
      case WARN -> problems.warning(at + path, place, message, mend);
      case REFUSE -> problems.error(at + path, place, message, mend);
    }
  }

  private void say(Values values, String at, String path, String message) {
    Given given = values.given(path);
    Place place = given == null ? Place.of(file.name()) : given.place();
    problems.error(at + path, place, message, null);
  }

  private static String path(String at) {
    return at.substring(0, at.length() - 1);
  }
}
