package dev.weir.connector.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.spi.ServerUrl;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs with the parameters of MySQL's and MariaDB's own drivers and clients: {@code sslMode},
 * {@code ssl-mode}, {@code useSSL}, {@code requireSSL}, {@code verifyServerCertificate}, {@code
 * ssl-ca}, {@code serverSslCert}, {@code ssl-cert}, {@code ssl-key}, {@code tlsVersions}.
 */
final class MysqlUrl {
  private static final Set<String> TLS =
      Set.of(
          "sslmode",
          "ssl-mode",
          "usessl",
          "ssl",
          "requiressl",
          "verifyservercertificate",
          "trustservercertificate",
          "ssl-ca",
          "sslca",
          "serversslcert",
          "ssl-cert",
          "sslcert",
          "ssl-key",
          "sslkey",
          "tlsversions",
          "tls-version",
          "enabledsslprotocolsuites",
          "enabledtlsprotocols");

  private final Product product;
  private final ServerUrl url;
  private final Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private MysqlUrl(Product product, ServerUrl url) {
    this.product = product;
    this.url = url;
    parameters.putAll(url.parameters());
  }

  static Optional<Definition.Builder> parse(Product product, String name, String url) {
    return ServerUrl.parse(url, Set.of(product.scheme()), product.example())
        .map(parts -> new MysqlUrl(product, parts).definition(name));
  }

  private Definition.Builder definition(String name) {
    String user = parameters.getOrDefault("user", url.user());
    String password = parameters.getOrDefault("password", url.password());
    Definition.Builder builder =
        Definition.builder(name, product.name())
            .host(url.host())
            .port(url.port() == 0 ? Product.PORT : url.port())
            .database(url.path())
            .user(user)
            .password(password == null ? null : Secret.of(password))
            .tls(tls());
    url.parameters()
        .forEach((key, value) -> {
          if (!key.equals("user")
              && !key.equals("password")
              && !TLS.contains(key.toLowerCase(Locale.ROOT))) {
            builder.parameter(key, value);
          }
        });
    return builder;
  }

  private Tls tls() {
    String versions =
        first("tlsVersions", "tls-version", "enabledSslProtocolSuites", "enabledTLSProtocols");
    boolean newest =
        versions != null && versions.contains("TLSv1.3") && !versions.contains("TLSv1.2");
    return new Tls(
        mode(),
        first("ssl-ca", "sslCa", "serverSslCert"),
        first("ssl-cert", "sslCert"),
        first("ssl-key", "sslKey"),
        newest ? "TLSv1.3" : "TLSv1.2");
  }

  private Tls.Mode mode() {
    String mode = first("sslMode", "ssl-mode");
    if (mode != null) {
      return named(mode);
    }
    String use = first("useSSL", "ssl");
    if (use == null) {
      return on("requireSSL") ? Tls.Mode.REQUIRE : Tls.Mode.PREFER;
    } else if (!truth(use)) {
      return Tls.Mode.DISABLE;
    } else if (on("trustServerCertificate")) {
      return Tls.Mode.REQUIRE;
    } else if (on("verifyServerCertificate")) {
      return Tls.Mode.VERIFY_FULL;
    }
    return on("requireSSL") ? Tls.Mode.REQUIRE : Tls.Mode.PREFER;
  }

  private Tls.Mode named(String mode) {
    return switch (mode.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "disable", "disabled" -> Tls.Mode.DISABLE;
      case "prefer", "preferred" -> Tls.Mode.PREFER;
      case "require", "required", "trust" -> Tls.Mode.REQUIRE;
      case "verify-ca" -> Tls.Mode.VERIFY_CA;
      case "verify-full", "verify-identity" -> Tls.Mode.VERIFY_FULL;
      default ->
          throw Rejected.because(
              CoreError.INVALID_URL,
              "The URL cannot be understood: sslMode is none of disable, prefer, require, verify-ca"
                  + " and verify-full. Write it as "
                  + product.example()
                  + ".");
    };
  }

  private boolean on(String parameter) {
    String value = parameters.get(parameter);
    return value != null && truth(value);
  }

  private static boolean truth(String value) {
    return value.isEmpty() || value.equalsIgnoreCase("true") || value.equals("1");
  }

  private @Nullable String first(String... names) {
    for (String name : names) {
      String value = parameters.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
