package dev.weir.benchmarks;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * {@code weir report}, a process from start to end, of a PostgreSQL with 5,000 tables and 5,000
 * fingerprints: advice included, as one file of HTML. It watches for a second to tell rates.
 */
final class ReportSpeed implements Benchmark {
  private static final String NAME = "report";
  private static final int TABLES = 5_000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    Distribution weir = Distribution.built().orElse(null);
    if (weir == null) {
      told.accept(Figure.skipped(NAME, Distribution.MISSING));
      return;
    }
    try (weir) {
      if (!BusyDatabase.missing().isEmpty()) {
        told.accept(Figure.skipped(NAME, BusyDatabase.missing()));
        return;
      }
      int tables = quick ? TABLES / 10 : TABLES;
      try (BusyDatabase busy = BusyDatabase.with(tables)) {
        Path page = weir.home().resolve("report.html");
        Samples seconds = new Samples();
        for (int round = 0; round < (quick ? 2 : 7); round++) {
          seconds.add(
              weir.partly("report", busy.url(), "--interval", "1s", "--html", page.toString())
                  .seconds());
        }
        told.accept(Figure.alone(NAME, seconds, "s", "under 5 s").with("tables", tables));
      }
    }
  }
}
