package dev.weir.benchmarks;

import dev.weir.Home;
import dev.weir.api.Secret;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code /metrics} of a server with 500 databases, all of them in use and watched, one with 10,000
 * tables, in both formats.
 */
final class MetricsScrape implements Benchmark {
  private static final int DATABASES = 500;
  private static final int TABLES = 10_000;

  @Override
  public String name() {
    return "metrics-scrape";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    Distribution built = Distribution.built().orElse(null);
    if (built == null) {
      told.accept(Figure.skipped(name(), Distribution.MISSING));
      return;
    }
    try (built;
        HttpClient client = HttpClient.newHttpClient()) {
      Home home = new Home(built.home());
      Files.writeString(home.configuration(), catalog(home));
      fill(file(home, 0));
      URI address = built.up("--no-demo");
      try {
        Api api = new Api(client, address, Files.readString(home.serverToken()).strip());
        for (int i = 0; i < DATABASES; i++) {
          api.query("d" + i);
        }
        measure(api, "text/plain", quick, told);
        measure(api, "application/openmetrics-text; version=1.0.0", quick, told);
      } finally {
        built.run("down");
      }
    }
  }

  private static String catalog(Home home) {
    StringBuilder yaml =
        new StringBuilder("version: 1\nsettings: {alert.enabled: false}\ndatabases:\n");
    for (int i = 0; i < DATABASES; i++) {
      yaml.append(
          "  d%d: {type: sqlite, database: \"%s\", parameters: {create: \"true\"}}\n"
              .formatted(i, file(home, i)));
    }
    return yaml.toString();
  }

  private static Path file(Home home, int database) {
    return home.folder().resolve(database + ".db");
  }

  private static void fill(Path file) {
    try (Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal)) {
      engine
          .database("sqlite:" + file + "?create=true")
          .transaction(
              TransactionOptions.DEFAULT,
              transaction -> {
                for (int i = 0; i < TABLES; i++) {
                  transaction.update("create table t" + i + " (id integer primary key)");
                }
                return TABLES;
              });
    }
  }

  private void measure(Api api, String format, boolean quick, Consumer<Figure> told)
      throws IOException, InterruptedException {
    for (int i = 0; i < 20; i++) {
      api.scrape(format);
    }
    Samples millis = new Samples();
    long size = 0;
    for (int round = 0; round < (quick ? 20 : 100); round++) {
      long start = System.nanoTime();
      size = api.scrape(format).length();
      millis.add((System.nanoTime() - start) / 1e6);
    }
    told.accept(
        Figure.alone(name(), millis, "ms", "under 100 ms")
            .with("format", format.split(";")[0])
            .with("databases", DATABASES)
            .with("tables", TABLES)
            .with("kilobytes", size / 1_000.0));
  }

  /** The server's API, used as the owner of its home. */
  private record Api(HttpClient client, URI address, String token) {
    void query(String database) throws IOException, InterruptedException {
      send(
          HttpRequest.newBuilder(address.resolve("/v1/databases/" + database + "/query"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"sql\": \"select 1\"}")));
    }

    String scrape(String format) throws IOException, InterruptedException {
      return send(HttpRequest.newBuilder(address.resolve("/metrics")).header("Accept", format));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
      HttpResponse<String> answer =
          client.send(
              request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IOException(answer.uri() + " answered " + answer.statusCode());
      }
      return answer.body();
    }
  }
}
