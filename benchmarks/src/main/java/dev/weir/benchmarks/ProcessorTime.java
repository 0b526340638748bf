package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.weir.engine.OpenDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Processor time of this process together with that of a PostgreSQL or of the sessions that it has
 * there, as Linux tells.
 */
final class ProcessorTime {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** What proc(5) counts in; sysconf(_SC_CLK_TCK) is 100 on every Linux that Java runs on. */
  private static final double TICK = 0.01;

  /** Where proc(5) has them, counted after the name. */
  private static final int PARENT = 1;

  private static final int OWN = 11;
  private static final int ENDED = 13;

  private final IOSupplier server;
  private final long start = System.nanoTime();
  private final double used;

  private interface IOSupplier {
    double seconds() throws IOException;
  }

  private ProcessorTime(IOSupplier server) throws IOException {
    this.server = server;
    this.used = seconds();
  }

  /** Begins to count that of this process and of its sessions. */
  static ProcessorTime ofSessions(OpenDatabase database) throws IOException {
    List<Long> sessions =
        database
            .query(
                "select pid from pg_stat_activity where backend_type = 'client backend'"
                    + " and application_name <> 'pgbench'")
            .list(row -> row.longAt(0));
    return new ProcessorTime(() -> {
      double all = 0;
      for (long session : sessions) {
        all += own(session);
      }
      return all;
    });
  }

  /** Begins to count that of this process and of the whole server, ended sessions included. */
  static ProcessorTime ofServer(OpenDatabase database) throws IOException {
    long session = database.query("select pg_backend_pid()").list(row -> row.longAt(0)).getFirst();
    long server = Long.parseLong(fields(session)[PARENT]);
    return new ProcessorTime(() -> {
      double all = own(server) + ended(server);
      for (ProcessHandle each :
          ProcessHandle.of(server).stream().flatMap(ProcessHandle::children).toList()) {
        all += own(each.pid());
      }
      return all;
    });
  }

  /** What was used since then, in seconds. */
  double used() throws IOException {
    return seconds() - used;
  }

  /** The part of all processors that was used since then, in percent. */
  double percent() throws IOException {
    double elapsed = (System.nanoTime() - start) / 1e9;
    return (seconds() - used) / elapsed / SYSTEM.getAvailableProcessors() * 100;
  }

  private double seconds() throws IOException {
    return SYSTEM.getProcessCpuTime() / 1e9 + server.seconds();
  }

  private static double own(long process) throws IOException {
    return time(fields(process), OWN);
  }

  /** Of the children that it has waited for. */
  private static double ended(long process) throws IOException {
    return time(fields(process), ENDED);
  }

  private static double time(String[] fields, int first) {
    return fields.length <= first
        ? 0
        : (Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1])) * TICK;
  }

  /** Those after the name, which is in brackets and may hold blanks; none of one that has ended. */
  private static String[] fields(long process) throws IOException {
    try {
      String text = Files.readString(Path.of("/proc/" + process + "/stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (NoSuchFileException ended) {
      return new String[0];
    }
  }
}
