package dev.weir.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to its end.
 *
 * @param seconds from its start to its end
 * @param cpuSeconds processor time that it used; 0 where the platform does not tell
 * @param peakMebibytes the most memory that it held; 0 where the platform does not tell
 */
record Run(double seconds, double cpuSeconds, double peakMebibytes) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Runs a command that must succeed, its output thrown away. */
  static Run of(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    return of(command, environment, Set.of(0));
  }

  /** Runs a command that must end with one of {@code statuses}, its output thrown away. */
  static Run of(List<String> command, Map<String, String> environment, Set<Integer> statuses)
      throws IOException, InterruptedException {
    Path errors = Files.createTempFile("weir-benchmark", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      builder.redirectOutput(Redirect.DISCARD).redirectError(errors.toFile());
      long start = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      Run run = watch(process, start);
      if (!statuses.contains(process.exitValue())) {
        throw new IOException(
            command.getFirst()
                + " ended with status "
                + process.exitValue()
                + ": "
                + Files.readString(errors).strip());
      }
      return run;
    } finally {
      Files.delete(errors);
    }
  }

  private static Run watch(Process process, long start) throws IOException, InterruptedException {
    double cpu = 0;
    double peak = 0;
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      cpu = Math.max(cpu, process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9);
      peak = Math.max(peak, peak(process.pid()));
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        process.destroyForcibly();
        throw new IOException("It did not end within " + PATIENCE.toMinutes() + " minutes.");
      }
    }
    return new Run((System.nanoTime() - start) / 1e9, cpu, peak);
  }

  /** What Linux tells in proc(5) as VmHWM. */
  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
