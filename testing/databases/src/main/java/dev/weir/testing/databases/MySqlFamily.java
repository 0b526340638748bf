package dev.weir.testing.databases;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What MariaDB and MySQL share: a configuration file, accounts, and data that is prepared once for
 * each version and copied for each server, since preparing it takes seconds.
 */
sealed interface MySqlFamily extends Engine permits MariaDb, MySql {
  /** In the text protocol both servers greet with this version. */
  int PROTOCOL = 10;

  /** One statement a line, as both servers want it where they read it at their start. */
  String ACCOUNTS =
      """
      CREATE DATABASE weir CHARACTER SET utf8mb4;
      CREATE USER 'weir'@'%%' IDENTIFIED BY '%s';
      GRANT ALL PRIVILEGES ON weir.* TO 'weir'@'%%';
      CREATE USER 'admin'@'%%' IDENTIFIED BY '%s';
      GRANT ALL PRIVILEGES ON *.* TO 'admin'@'%%' WITH GRANT OPTION;
      """
          .formatted(PASSWORD, ADMIN_PASSWORD);

  /** Tests of several modules use it at once, and its data need not outlive it. */
  ServerOptions SHARED =
      new ServerOptions(
          Map.of(
              "innodb-flush-log-at-trx-commit",
              "0",
              "innodb-flush-method",
              "nosync",
              "sync-binlog",
              "0",
              "max-connections",
              "300"));

  /** The unpacked binaries. */
  Path binaries() throws IOException;

  /** The server program. */
  Path program() throws IOException;

  /**
   * Fills an empty data directory with system tables and accounts; {@code scratch} is for what that
   * needs.
   */
  void initialise(Path data, Path scratch) throws IOException;

  /** Settings of this engine alone, each {@code name=value}. */
  List<String> peculiarities() throws IOException;

  @Override
  default String user() {
    return "weir";
  }

  @Override
  default String admin() {
    return "admin";
  }

  @Override
  default String adminPassword() {
    return ADMIN_PASSWORD;
  }

  @Override
  default String database() {
    return "weir";
  }

  @Override
  default void prepare(Home home) throws IOException {
    Path template =
        SharedDirectory.entry(
            scheme() + "-" + version() + "-data",
            directory -> initialise(Files.createDirectory(directory.resolve("data")), directory));
    copy(template.resolve("data"), home.data());
    List<String> lines = new ArrayList<>(List.of("[mysqld]"));
    lines.addAll(common(home.data()));
    lines.addAll(
        List.of(
            "bind-address=" + Home.HOST,
            "port=" + home.port(),
            "server-id=" + home.port(),
            "socket=" + home.directory().resolve("socket"),
            "pid-file=" + home.directory().resolve("pid"),
            // A server that starts removes the temporary tables of all that share its directory.
            "tmpdir=" + Files.createDirectories(home.directory().resolve("tmp"))));
    home.certificate()
        .ifPresent(tls ->
            lines.addAll(
                List.of(
                    "ssl-ca=" + tls.authority(),
                    "ssl-cert=" + tls.certificate(),
                    "ssl-key=" + tls.key())));
    home.options().settings().forEach((name, value) -> lines.add(name + "=" + value));
    Files.write(home.configuration(), lines);
  }

  /** What holds while the data is prepared and while it is served: file sizes must not differ. */
  default List<String> common(Path data) throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "basedir=" + binaries(),
                "datadir=" + data,
                "innodb-buffer-pool-size=64M",
                "innodb-log-file-size=16M",
                "innodb-use-native-aio=0",
                "skip-name-resolve=ON"));
    if (Commands.root()) {
      lines.add("user=root");
    }
    lines.addAll(peculiarities());
    return lines;
  }

  /** The command that prepares data, with {@code arguments} on top of what is common. */
  default List<String> preparation(Path data, String... arguments) throws IOException {
    return Stream.of(
            Stream.of(program().toString(), "--no-defaults"),
            common(data).stream().map("--"::concat),
            Stream.of(arguments))
        .flatMap(words -> words)
        .toList();
  }

  @Override
  default List<String> command(Home home) throws IOException {
    return List.of(program().toString(), "--defaults-file=" + home.configuration());
  }

  /** The port opens only after recovery; then the server greets first. */
  @Override
  default boolean answers(Home home, long pid) throws IOException {
    try (Socket socket = home.connect(Duration.ofSeconds(1))) {
      InputStream in = socket.getInputStream();
      byte[] start = in.readNBytes(5);
      return start.length == 5 && start[4] == PROTOCOL;
    }
  }

  @Override
  default String stopSignal() {
    return "TERM";
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = to.resolve(from.relativize(path));
        if (!Files.isDirectory(target)) {
          Files.copy(path, target);
        }
      }
    }
  }
}
