package dev.weir.testing.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
final class ServersIT {
  /** What the same test asks of each server. */
  enum Kind {
    POSTGRESQL_15,
    POSTGRESQL_18,
    MARIADB,
    MYSQL,
    REDIS;

    private DatabaseServer shared() {
      return switch (this) {
        case POSTGRESQL_15 -> Servers.postgresql15();
        case POSTGRESQL_18 -> Servers.postgresql18();
        case MARIADB -> Servers.mariadb();
        case MYSQL -> Servers.mysql();
        case REDIS -> Servers.redis();
      };
    }

    private DatabaseServer fresh() {
      return switch (this) {
        case POSTGRESQL_15 -> Servers.freshPostgresql15(Map.of());
        case POSTGRESQL_18 -> Servers.freshPostgresql18(Map.of());
        case MARIADB -> Servers.freshMariadb(Map.of());
        case MYSQL -> Servers.freshMysql(Map.of());
        case REDIS -> Servers.freshRedis(Map.of());
      };
    }

    private String versionRequest() {
      return switch (this) {
        case POSTGRESQL_15, POSTGRESQL_18 -> "SHOW server_version";
        case MARIADB, MYSQL -> "SELECT version()";
        case REDIS -> "INFO server";
      };
    }

    private void write(Client client) throws Exception {
      if (this == REDIS) {
        client.ask("SET kept yes");
      } else {
        client.ask("CREATE TABLE kept (answer varchar(10))");
        client.ask("INSERT INTO kept VALUES ('yes')");
      }
    }

    private String read(Client client) throws Exception {
      return client.ask(this == REDIS ? "GET kept" : "SELECT answer FROM kept");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_shared_server_tells_the_version_that_it_claims(Kind kind) throws Exception {
    DatabaseServer server = kind.shared();

    try (Client client = Client.open(server)) {
      assertThat(client.ask(kind.versionRequest())).contains(server.version());
    }
    assertThat(kind.shared()).isSameAs(server);
  }

  @ParameterizedTest
  @EnumSource
  void a_shared_server_lets_no_test_break_it(Kind kind) throws Exception {
    DatabaseServer server = kind.shared();

    assertThatThrownBy(server::kill).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(server::stop).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(server::pause).isInstanceOf(IllegalStateException.class);
    server.close();

    assertThat(server.running()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_killed_server_comes_back_on_the_same_port_with_the_same_data(Kind kind) throws Exception {
    try (DatabaseServer server = kind.fresh()) {
      int port = server.port();
      try (Client client = Client.open(server)) {
        kind.write(client);

        server.kill();

        assertThat(server.running()).isFalse();
        assertThatThrownBy(() -> kind.read(client)).isNotNull();
      }

      server.start();

      assertThat(server.running()).isTrue();
      assertThat(server.port()).isEqualTo(port).isLessThan(32_768);
      try (Client client = Client.open(server)) {
        assertThat(kind.read(client)).isEqualTo("yes");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_stopped_server_cuts_its_clients_off_and_comes_back(Kind kind) throws Exception {
    try (DatabaseServer server = kind.fresh();
        Client before = Client.open(server)) {
      kind.write(before);

      server.stop();

      assertThat(server.running()).isFalse();
      assertThatThrownBy(() -> kind.read(before)).isNotNull();
      server.start();
      try (Client after = Client.open(server)) {
        assertThat(kind.read(after)).isEqualTo("yes");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_paused_server_keeps_its_connections_and_answers_when_it_is_resumed(Kind kind)
      throws Exception {
    try (DatabaseServer server = kind.fresh();
        Client asked = Client.open(server);
        Client waiting = Client.open(server)) {
      kind.write(waiting);

      server.pause();

      assertThatThrownBy(() -> kind.read(asked)).hasStackTraceContaining("timed out");
      assertThat(server.running()).isTrue();
      server.resume();
      assertThat(kind.read(waiting)).isEqualTo("yes");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_administrator_may_log_in_too(Kind kind) throws Exception {
    try (Client admin = Client.openAsAdmin(kind.shared())) {
      assertThat(admin.ask(kind.versionRequest())).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_closed_server_leaves_nothing_behind(Kind kind) {
    DatabaseServer server = kind.fresh();
    long pid = server.pid();

    server.close();

    assertThat(server.dataDirectory()).doesNotExist();
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void settings_reach_postgresql_and_a_login_of_weir_is_no_superuser() throws Exception {
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of("max_connections", "7"));
        Client client = Client.open(server)) {
      assertThat(client.ask("SHOW max_connections")).isEqualTo("7");
      assertThat(client.ask("SHOW fsync")).isEqualTo("on");
      assertThat(client.ask("SHOW is_superuser")).isEqualTo("off");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB", "MYSQL"})
  void the_mysql_family_gives_each_server_its_own_identity_and_settings(Kind kind)
      throws Exception {
    Map<String, String> settings = Map.of("max-connections", "17");

    try (DatabaseServer server =
            kind == Kind.MYSQL ? Servers.freshMysql(settings) : Servers.freshMariadb(settings);
        Client client = Client.open(server);
        Client other = Client.open(kind.shared())) {
      assertThat(client.ask("SELECT @@max_connections")).isEqualTo("17");
      String identity = kind == Kind.MYSQL ? "SELECT @@server_uuid" : "SELECT @@server_id";
      assertThat(client.ask(identity)).isNotEqualTo(other.ask(identity));
    }
  }

  @Test
  void settings_reach_redis() throws Exception {
    try (DatabaseServer server = Servers.freshRedis(Map.of("maxclients", "7"));
        Client client = Client.open(server)) {
      assertThat(client.ask("INFO clients")).contains("maxclients:7");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgresql"})
  void a_killed_jvm_takes_its_servers_with_it_and_the_next_one_sweeps_its_data(String engine)
      throws Exception {
    Process first = holder(engine);
    String[] told = first.inputReader().readLine().split(" ", 2);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(told[0])).orElseThrow();

    first.destroyForcibly().waitFor();

    await().until(() -> !server.isAlive());
    assertThat(Path.of(told[1])).exists();
    Process second = holder(engine);
    assertThat(second.inputReader().readLine()).isNotEmpty();
    assertThat(Path.of(told[1])).doesNotExist();
    second.destroy();
    second.waitFor();
  }

  private static Process holder(String engine) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            engine)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void a_setting_that_the_server_refuses_is_told_in_its_own_words() {
    assertThatThrownBy(() -> Servers.freshPostgresql15(Map.of("max_connections", "many")))
        .hasMessageContaining("invalid value for parameter \"max_connections\"");
  }

  @Test
  void an_sqlite_file_is_a_new_path_each_time() throws Exception {
    Path file = Servers.sqliteFile();

    assertThat(file).doesNotExist().isNotEqualTo(Servers.sqliteFile());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      connection.createStatement().execute("CREATE TABLE kept (answer text)");
    }
    assertThat(Files.size(file)).isPositive();
  }
}
