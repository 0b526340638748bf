package dev.weir.testing.databases;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What is particular to running one version of one database server. */
interface Engine {
  String PASSWORD = "weir-secret";
  String ADMIN_PASSWORD = "admin-secret";

  String type();

  String version();

  String scheme();

  /** The same where the server speaks TLS from the first byte. */
  default String scheme(Tls tls) {
    return scheme();
  }

  String user();

  String admin();

  String adminPassword();

  String database();

  /** What stands before the {@code @} of a URL. */
  default String userInfo(String user, String password) {
    return user + ":" + password;
  }

  /** Makes an empty data directory with its accounts, and the configuration file. */
  void prepare(Home home) throws IOException;

  /** The command of the server's main process, which stays in the foreground. */
  List<String> command(Home home) throws IOException;

  default Map<String, String> environment() throws IOException {
    return Map.of();
  }

  /** Whether the server whose main process is {@code pid} takes requests now. */
  boolean answers(Home home, long pid) throws IOException;

  /** The signal that shuts the server down without waiting for its clients. */
  String stopSignal();
}
