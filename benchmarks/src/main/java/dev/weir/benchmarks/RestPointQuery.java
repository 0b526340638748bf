package dev.weir.benchmarks;

import dev.weir.Home;
import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A row by its key over REST, from a server process, against the same query in-process. */
final class RestPointQuery implements Benchmark {
  @Override
  public String name() {
    return "rest-point-query";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    Distribution built = Distribution.built().orElse(null);
    if (built == null) {
      told.accept(Figure.skipped(name(), Distribution.MISSING));
      return;
    }
    try (built;
        DatabaseServer server = Servers.freshPostgresql15(Map.of());
        Weir weir = Weir.open();
        HttpClient client = HttpClient.newHttpClient()) {
      Database database = weir.database(server.url());
      PointSelect.fill(database);
      URI address = built.up("--no-demo");
      try {
        Api api = new Api(client, address, new Home(built.home()));
        api.define(server);
        for (int threads : List.of(1, 8)) {
          measure(new Load(threads, false), api, database, quick, told);
        }
      } finally {
        built.run("down");
      }
    }
  }

  private void measure(Load load, Api api, Database database, boolean quick, Consumer<Figure> told)
      throws Exception {
    Load.Question rest = api::ask;
    Load.Question inProcess =
        random -> PointSelect.through(database, random.nextLong(PointSelect.ROWS));
    Duration turn = Duration.ofMillis(quick ? 500 : 1_000);
    load.run(rest, turn.multipliedBy(4));
    load.run(inProcess, turn.multipliedBy(2));
    Samples ours = new Samples();
    Samples theirs = new Samples();
    for (int round = 0; round < (quick ? 5 : 15); round++) {
      ours.add(load.run(rest, turn).perSecond());
      theirs.add(load.run(inProcess, turn).perSecond());
    }
    told.accept(
        Figure.compared(name(), ours, "Weir in-process", theirs, "operations/s", "told, no limit")
            .with("load", load.toString()));
  }

  /** The server's API, used as the owner of its home. */
  private record Api(HttpClient client, URI address, String token) {
    Api(HttpClient client, URI address, Home home) throws IOException {
      this(client, address, Files.readString(home.serverToken()).strip());
    }

    void define(DatabaseServer server) throws IOException, InterruptedException {
      send(
          "/v1/databases",
          """
          {"name": "bench", "type": "POSTGRESQL", "host": "%s", "port": %d, "database": "%s", "user": "%s", "password": "%s"}
          """
              .formatted(
                  server.host(),
                  server.port(),
                  server.database(),
                  server.user(),
                  server.password()));
    }

    void ask(SplittableRandom random) throws IOException, InterruptedException {
      long id = random.nextLong(PointSelect.ROWS);
      String answer =
          send(
              "/v1/databases/bench/query",
              "{\"sql\": \"" + PointSelect.SELECT + "\", \"parameters\": [" + id + "]}");
      if (!answer.contains("\"name " + id + '"')) {
        throw new IOException("Row " + id + " is told as " + answer);
      }
    }

    private String send(String path, String body) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve(path))
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    }
  }
}
