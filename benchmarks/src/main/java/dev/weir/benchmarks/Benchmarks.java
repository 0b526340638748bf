package dev.weir.benchmarks;

import dev.weir.api.WeirException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the benchmarks, or the one that is named, and prints each figure as a line of JSON: {@code
 * [NAME] [--quick]}.
 */
public final class Benchmarks {
  private static final List<Benchmark> ALL =
      List.of(
          new PointSelect(),
          new CsvExport(),
          new RestPointQuery(),
          new StartUp.Version(),
          new StartUp.Query(),
          new SecondUp(),
          new BackupSpeed(),
          new MonitorCost(),
          new MetricsScrape(),
          new ReportSpeed(),
          new HistorySize());

  private Benchmarks() {}

  public static void main(String... arguments) throws Exception {
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean quick = names.remove("--quick");
    List<Benchmark> wanted =
        names.isEmpty()
            ? ALL
            : ALL.stream().filter(benchmark -> names.contains(benchmark.name())).toList();
    if (wanted.isEmpty() || names.size() > 1) {
      System.err.println(
          "Usage: ./weir benchmark [NAME] [--quick], where NAME is one of "
              + String.join(", ", ALL.stream().map(Benchmark::name).toList())
              + ".");
      System.exit(2);
    }
    for (Benchmark benchmark : wanted) {
      try {
        benchmark.run(quick, figure -> System.out.println(figure.json()));
      } catch (IOException | SQLException | WeirException e) {
        System.out.println(Figure.failed(benchmark.name(), e).json());
      }
    }
  }
}
