package dev.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Weir;
import dev.weir.api.Definition;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineMetricsTest {
  private static final int MOST = 10;

  @TempDir static Path folder;

  @Test
  void tenThousandTablesMakeNoMoreSeriesThanNone() {
    try (Weir weir = Weir.open(List.of(sqlite("empty", 0), sqlite("large", 1)))) {
      weir.database("empty").query("select 1").close();
      weir.database("large")
          .transaction(transaction -> {
            for (int i = 0; i < 10_000; i++) {
              transaction.update("create table t" + i + " (id integer primary key)");
            }
            return true;
          });
      weir.database("large").query("select count(*) from t77").close();

      List<String> lines = scrape(weir);

      assertThat(of(lines, "large")).hasSameSizeAs(of(lines, "empty")).hasSizeLessThan(40);
    }
  }

  @Test
  void manyDatabasesAreToldUpToABoundAndTheRestAsANumber() {
    List<Definition> definitions =
        IntStream.range(0, MOST + 2).mapToObj(i -> sqlite("d%05d".formatted(i), i)).toList();
    try (Weir weir = Weir.open(definitions)) {
      definitions.forEach(definition -> weir.database(definition.name()));

      List<String> lines = scrape(weir);

      assertThat(lines).filteredOn(line -> line.startsWith("weir_pool_limit{")).hasSize(MOST);
      assertThat(lines)
          .contains("weir_catalog_databases 12.0", "weir_catalog_databases_untold 2.0");
    }
  }

  @Test
  void hostileNamesStayInsideTheirQuotes() {
    String hostile = "a\"b\\c\nd";
    try (Weir weir = Weir.open(List.of(sqlite(hostile, 0)))) {
      weir.database(hostile).query("select 1").close();

      assertThat(scrape(weir))
          .contains("weir_requests_total{database=\"a\\\"b\\\\c\\nd\",outcome=\"ok\"} 1.0");
    }
  }

  @Test
  void databasesNamedByUrlAreNotTold() {
    try (Weir weir = Weir.open()) {
      weir.database("sqlite::memory:").query("select 1").close();

      assertThat(scrape(weir)).noneMatch(line -> line.startsWith("weir_requests_total"));
    }
  }

  private static List<String> of(List<String> lines, String database) {
    return lines.stream().filter(line -> line.contains("database=\"" + database + "\"")).toList();
  }

  private static List<String> scrape(Weir weir) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    registry.getPrometheusRegistry().register(new EngineMetrics(weir, List::of, MOST));
    return registry.scrape().lines().toList();
  }

  private static Definition sqlite(String name, int number) {
    Path file = folder.resolve(number + ".db");
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Definition.builder(name, "SQLITE").database(file.toString()).build();
  }
}
