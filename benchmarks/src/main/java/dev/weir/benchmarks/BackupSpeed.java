package dev.weir.benchmarks;

import dev.weir.benchmarks.Contender.Result;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Backups and restores of a pgbench database by processes, Weir's beside those of PostgreSQL's own
 * tools and pgBackRest, which run in turns. Weir's lines are those of {@code weir backup create},
 * without the counts and hashes that the others do not take, and once with them. The memory is that
 * of the one process, so that of Weir without the programs that it runs.
 */
final class BackupSpeed implements Benchmark {
  @Override
  public String name() {
    return "backup";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    Distribution weir = Distribution.built().orElse(null);
    if (weir == null) {
      told.accept(Figure.skipped(name(), Distribution.MISSING));
      return;
    }
    for (String program : List.of("pgbench", "pg_dump", "pg_restore", "pg_basebackup", "zstd")) {
      if (!BackupTools.onPath(program)) {
        told.accept(Figure.skipped(name(), program + " is not on the PATH"));
        return;
      }
    }
    Path folder = Files.createTempDirectory("weir-backup-speed");
    Path socket = Files.createTempDirectory("weir-bs");
    try (weir;
        DatabaseServer server = Servers.freshPostgresql15(BackupTools.settings(folder, socket))) {
      BackupTools tools = new BackupTools(folder, socket, server, weir);
      tools.fill(quick ? 7 : 68);
      tell("logical backup", tools.logical(), quick ? 3 : 5, told);
      fixed(tools, told);
      tell("physical backup", tools.physical(), 3, told);
      tell("restore of a logical backup", tools.restores(), 3, told);
      plan(weir, told);
    } finally {
      Contender.empty(folder);
      Contender.empty(socket);
    }
  }

  private void tell(String what, List<Contender> all, int rounds, Consumer<Figure> told)
      throws IOException, InterruptedException {
    List<Result> results = Contender.race(all, rounds);
    double best =
        results.stream()
            .filter(each -> !each.name().startsWith("Weir"))
            .mapToDouble(each -> each.seconds().median())
            .min()
            .orElse(Double.NaN);
    List<String> table = new ArrayList<>();
    table.add("| " + what + " | seconds | quarters | of the best other | MiB stored | peak MiB |");
    table.add("|---|---|---|---|---|---|");
    for (Result each : results) {
      table.add(row(each, best));
      told.accept(
          Figure.alone(name() + ": " + what, each.seconds(), "s", "no slower than the best other")
              .with("of", each.name())
              .with("ofBestOther", each.seconds().median() / best)
              .with("mebibytes", each.mebibytes().median())
              .with("cpuSeconds", each.cpu().median())
              .with("peakMebibytes", each.peak().quantile(1)));
    }
    table.add("");
    table.forEach(System.err::println);
  }

  private static String row(Result each, double best) {
    return String.format(
        Locale.ROOT,
        "| %s | **%.2f** | %.2f – %.2f | %.2f | %.1f | %s |",
        each.name(),
        each.seconds().median(),
        each.seconds().quantile(0.25),
        each.seconds().quantile(0.75),
        each.seconds().median() / best,
        each.mebibytes().median(),
        each.name().startsWith("Weir") ? Long.toString(Math.round(each.peak().quantile(1))) : "–");
  }

  /** What a backup costs before its first row: the start, the lease, roles, the manifest. */
  private void fixed(BackupTools tools, Consumer<Figure> told) throws Exception {
    Samples seconds = new Samples();
    for (int round = 0; round < 5; round++) {
      seconds.add(tools.empty().seconds());
    }
    told.accept(
        Figure.alone(name() + ": backup of an empty database", seconds, "s", "told, no limit"));
    System.err.printf(
        Locale.ROOT, "`weir backup create` of an empty database: %.2f s%n%n", seconds.median());
  }

  private void plan(Distribution weir, Consumer<Figure> told) throws Exception {
    Path folder = Files.createTempDirectory("weir-backup-plan");
    try {
      ManyBackups.make(folder, weir.home(), 1_000);
      Samples seconds = new Samples();
      for (int round = 0; round < 5; round++) {
        seconds.add(
            weir.run(
                    "--config",
                    folder.resolve("weir.yaml").toString(),
                    "restore",
                    "small",
                    "latest",
                    "--clean",
                    "--dry-run")
                .seconds());
      }
      told.accept(
          Figure.alone(name() + ": plan of a restore", seconds, "s", "under 2 s of 1,000 backups"));
      System.err.printf(
          Locale.ROOT,
          "`weir restore --dry-run` with 1,000 backups in the repository: %.2f s%n",
          seconds.median());
    } finally {
      Contender.empty(folder);
    }
  }
}
