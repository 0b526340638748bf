package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.weir.engine.OpenDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Processor time of this process and of the sessions that it has at a PostgreSQL, as Linux tells.
 */
final class ProcessorTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** What proc(5) counts in; sysconf(_SC_CLK_TCK) is 100 on every Linux that Java runs on. */
  private static final double TICK = 0.01;

  private final List<Long> sessions;
  private final long start = System.nanoTime();
  private final double used;

  private ProcessorTime(List<Long> sessions) throws IOException {
    this.sessions = sessions;
    this.used = seconds();
  }

  /** Begins to count. */
  static ProcessorTime of(OpenDatabase database) throws IOException {
    return new ProcessorTime(
        database
            .query(
                "select pid from pg_stat_activity where backend_type = 'client backend'"
                    + " and application_name <> 'pgbench'")
            .list(row -> row.longAt(0)));
  }

  /** The part of all processors that was used since then, in percent. */
  double percent() throws IOException {
    double elapsed = (System.nanoTime() - start) / 1e9;
    return (seconds() - used) / elapsed / SYSTEM.getAvailableProcessors() * 100;
  }

  private double seconds() throws IOException {
    double all = SYSTEM.getProcessCpuTime() / 1e9;
    for (long session : sessions) {
      all += seconds(session);
    }
    return all;
  }

  private static double seconds(long process) throws IOException {
    Path told = Path.of("/proc/" + process + "/stat");
    if (!Files.exists(told)) {
      return 0;
    }
    String text = Files.readString(told);
    // The name, in brackets, may hold blanks; the two times are the 12th and 13th field after it.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK;
  }
}
