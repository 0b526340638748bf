package dev.weir.benchmarks;

import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Five million rows written as CSV by a process with 64 MB of heap, against {@code psql \copy}.
 * Both times are those of whole processes, their start included; both write to the same place.
 */
final class CsvExport implements Benchmark {
  private static final String SELECT = "select id, name, amount, at from export";
  private static final String PLACE = File.separatorChar == '/' ? "/dev/null" : "NUL";

  @Override
  public String name() {
    return "csv-export";
  }

  @Override
  public void run(boolean quick, Consumer<Figure> told) throws Exception {
    if (!onPath("psql")) {
      told.accept(Figure.skipped(name(), "psql is not on the PATH"));
      return;
    }
    int rows = quick ? 1_000_000 : 5_000_000;
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of("fsync", "off"))) {
      fill(server, rows);
      measure(server, rows, quick ? 3 : 7, told);
    }
  }

  private void measure(DatabaseServer server, int rows, int rounds, Consumer<Figure> told)
      throws Exception {
    Samples weirSpeed = new Samples();
    Samples weirMemory = new Samples();
    Samples weirCpu = new Samples();
    Samples peerSpeed = new Samples();
    Samples peerMemory = new Samples();
    Samples peerCpu = new Samples();
    Callable<Run> weir = () -> Run.of(exportCommand(server), Map.of());
    Callable<Run> peer = () -> Run.of(psqlCommand(server), Map.of("PGPASSWORD", server.password()));
    peer.call();
    for (int round = 0; round < rounds; round++) {
      Run theirs = round % 2 == 0 ? peer.call() : null;
      Run ours = weir.call();
      theirs = theirs == null ? peer.call() : theirs;
      weirSpeed.add(rows / ours.seconds());
      weirMemory.add(ours.peakMebibytes());
      weirCpu.add(ours.cpuSeconds());
      peerSpeed.add(rows / theirs.seconds());
      peerMemory.add(theirs.peakMebibytes());
      peerCpu.add(theirs.cpuSeconds());
    }
    told.accept(
        Figure.compared(name(), weirSpeed, "psql \\copy", peerSpeed, "rows/s", "ratio at least 0.8")
            .with("rows", rows)
            .with("weirCpuSeconds", weirCpu.median())
            .with("peerCpuSeconds", peerCpu.median())
            .with("weirPeakMebibytes", weirMemory.median())
            .with("peerPeakMebibytes", peerMemory.median()));
  }

  private static void fill(DatabaseServer server, int rows) {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(server.url());
      database.update(
          "create table export (id bigint, name text, amount numeric(12, 2), at timestamptz)");
      database.update(
          """
          insert into export
          select n, 'name ' || n, n * 1.25, timestamptz '2026-01-01 00:00:00+00' + n * interval '1.001 seconds'
            from generate_series(1, ?::int) n
          """,
          rows);
      database.update("analyze export");
    }
  }

  private static List<String> exportCommand(DatabaseServer server) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        ExportProcess.class.getName(),
        server.url(),
        SELECT,
        PLACE);
  }

  private static List<String> psqlCommand(DatabaseServer server) {
    return List.of(
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--host=" + server.host(),
        "--port=" + server.port(),
        "--username=" + server.user(),
        "--dbname=" + server.database(),
        "--command=\\copy (" + SELECT + ") to '" + PLACE + "' with (format csv, header)");
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Path.of(folder, program).toFile().canExecute()) {
        return true;
      }
    }
    return false;
  }
}
