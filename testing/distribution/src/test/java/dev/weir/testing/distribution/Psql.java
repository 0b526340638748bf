package dev.weir.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL's own client, as the administrator of a server: it starts faster than Weir does. */
record Psql(Map<String, String> login) {
  static Psql of(DatabaseServer server) {
    String[] user = URI.create(server.adminUrl()).getUserInfo().split(":", -1);
    return new Psql(
        Map.of(
            "PGHOST",
            server.host(),
            "PGPORT",
            Integer.toString(server.port()),
            "PGUSER",
            user[0],
            "PGPASSWORD",
            user[1],
            "PGDATABASE",
            server.database()));
  }

  /** The same login at a server that was restored to another port. */
  Psql at(int port) {
    Map<String, String> moved = new HashMap<>(login);
    moved.put("PGPORT", Integer.toString(port));
    return new Psql(Map.copyOf(moved));
  }

  /** Runs statements in a database, each for itself; answers the rows of the last one. */
  String in(String database, String... statements) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database));
    for (String each : statements) {
      command.addAll(List.of("-c", each));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(login);
    Path told = Files.createTempFile("weir-psql-", ".txt");
    try {
      Process process = builder.redirectOutput(told.toFile()).start();
      int code = process.waitFor();
      String text = Files.readString(told, StandardCharsets.UTF_8).strip();
      assertThat(code).as(text).isZero();
      return text;
    } finally {
      Files.delete(told);
    }
  }

  /** The same in the database that every server has. */
  String run(String... statements) throws IOException, InterruptedException {
    return in("postgres", statements);
  }
}
