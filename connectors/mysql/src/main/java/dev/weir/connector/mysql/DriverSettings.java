package dev.weir.connector.mysql;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The driver's properties for a definition.
 *
 * <p>Statements are prepared on the server: values travel apart from the text, so that no {@code
 * sql_mode} changes where a literal ends, and results come in the binary protocol. The session's
 * time zone is UTC, so that no local time is ambiguous.
 */
final class DriverSettings {
  /** Set by the {@link PemTls} plugin's and {@link FamilyDriver}'s side of the driver. */
  static final String CERTIFICATE = "weirCertificate";

  static final String KEY = "weirKey";
  static final String PREFER = "weirPreferTls";

  /** What safety and exactness rest on; a definition cannot change it. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("allowMultiQueries", "false"),
          Map.entry("allowLocalInfile", "false"),
          Map.entry("rewriteBatchedStatements", "false"),
          Map.entry("useServerPrepStmts", "true"),
          Map.entry("cachePrepStmts", "true"),
          Map.entry("useBulkStmtsForInserts", "true"),
          Map.entry("tinyInt1isBit", "true"),
          Map.entry("transformedBitIsBoolean", "true"),
          Map.entry("yearIsDateType", "false"),
          Map.entry("pureLocalDateTime", "true"),
          Map.entry("uuidAsString", "false"),
          Map.entry("blankTableNameMeta", "false"),
          Map.entry("geometryDefaultType", "default"),
          Map.entry("useAffectedRows", "false"),
          Map.entry("jdbcCompliantTruncation", "true"),
          Map.entry("connectionTimeZone", "UTC"),
          Map.entry("forceConnectionTimeZoneToSession", "true"),
          Map.entry("preserveInstants", "false"),
          Map.entry("permitRedirect", "false"),
          Map.entry("dumpQueriesOnException", "false"),
          Map.entry("maxQuerySizeToLog", "0"),
          Map.entry("socketFactory", Wires.class.getName()),
          Map.entry("pool", "false"));

  private DriverSettings() {}

  static Properties of(Definition definition) {
    Properties properties = new Properties();
    properties.putAll(definition.parameters());
    properties.putIfAbsent(
        "allowPublicKeyRetrieval", Boolean.toString(loopback(definition.host())));
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("connectionAttributes", "program_name:weir");
    properties.putIfAbsent("prepStmtCacheSize", "250");
    properties.setProperty(
        "connectTimeout", Long.toString(Math.max(1, definition.timeouts().connect().toMillis())));
    properties.putAll(FIXED);
    tls(definition.tls(), properties);
    return properties;
  }

  private static void tls(Tls tls, Properties properties) {
    properties.setProperty(
        "sslMode",
        switch (tls.mode()) {
          case DISABLE -> "disable";
          case PREFER, REQUIRE -> "trust";
          case VERIFY_CA -> "verify-ca";
          case VERIFY_FULL -> "verify-full";
        });
    properties.setProperty(PREFER, Boolean.toString(tls.mode() == Tls.Mode.PREFER));
    properties.setProperty("tlsSocketType", PemTls.TYPE);
    properties.setProperty(
        "enabledSslProtocolSuites",
        tls.minimumVersion().equals("TLSv1.3") ? "TLSv1.3" : "TLSv1.2,TLSv1.3");
    if (tls.ca() != null) {
      properties.setProperty("serverSslCert", tls.ca());
    }
    if (tls.certificate() != null && tls.key() != null) {
      properties.setProperty(CERTIFICATE, tls.certificate());
      properties.setProperty(KEY, tls.key());
    }
  }

  /**
   * True for this very machine: nobody stands between, so the server's key for the password may be
   * taken from the connection itself. Elsewhere that needs TLS, or a key that is given.
   */
  private static boolean loopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static List<String> problems(Definition definition) {
    List<String> problems = new ArrayList<>();
    definition
        .parameters()
        .forEach((name, value) -> {
          String fixed = FIXED.get(name);
          if (fixed != null && !fixed.equals(value)) {
            problems.add("Parameter " + name + " is always " + fixed + " here; remove it.");
          }
        });
    Tls tls = definition.tls();
    if ((tls.certificate() == null) != (tls.key() == null)) {
      problems.add("A client certificate needs its key: set both tls.certificate and tls.key.");
    }
    return problems;
  }
}
