package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** MySQL; the archive holds the server alone, without its client programs. */
record MySql(String version) implements MySqlFamily {
  static final MySql V8 = new MySql("8.0.15");

  @Override
  public String type() {
    return "MYSQL";
  }

  @Override
  public String scheme() {
    return "mysql";
  }

  @Override
  public Path binaries() throws IOException {
    return Binaries.fromTar("mysql-" + version, "mysql-Linux-amd64.tar.gz");
  }

  @Override
  public Path program() throws IOException {
    return binaries().resolve("bin/mysqld");
  }

  @Override
  public Map<String, String> environment() throws IOException {
    return Map.of("LD_LIBRARY_PATH", libraries().toString());
  }

  /**
   * MySQL is linked with libaio, which few machines have, and never calls it with native
   * asynchronous I/O off: the JDK's own empty library may stand in its place.
   */
  private Path libraries() throws IOException {
    return SharedDirectory.entry(
        "mysql-" + version + "-libraries",
        directory ->
            Files.copy(
                Path.of(System.getProperty("java.home"), "lib", "libsyslookup.so"),
                directory.resolve("libaio.so.1")));
  }

  @Override
  public List<String> peculiarities() {
    return List.of("mysqlx=OFF", "default-authentication-plugin=mysql_native_password");
  }

  @Override
  public void initialise(Path data, Path scratch) throws IOException {
    Path accounts = Files.writeString(scratch.resolve("accounts.sql"), ACCOUNTS);
    Commands.run(
        preparation(data, "--initialize-insecure", "--skip-log-bin", "--init-file=" + accounts),
        environment(),
        Commands.NOTHING);
    // It holds the server's identity; a copy without it makes one of its own.
    Files.delete(data.resolve("auto.cnf"));
  }
}
