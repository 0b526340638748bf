package dev.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to do what others do too, as a process; run once a round.
 *
 * @param name as the table tells it
 * @param output where it writes, emptied before each run; what lies there afterwards is its size
 * @param before what is done first and not measured
 */
record Contender(String name, Path output, Action before, Measured measured) {
  /** What is done before a run. */
  interface Action {
    void run() throws IOException, InterruptedException;
  }

  /** What is measured. */
  interface Measured {
    Run run() throws IOException, InterruptedException;
  }

  /** What it took, round by round. */
  record Result(String name, Samples seconds, Samples cpu, Samples peak, Samples mebibytes) {
    static Result of(String name) {
      return new Result(name, new Samples(), new Samples(), new Samples(), new Samples());
    }
  }

  void run(Result result) throws IOException, InterruptedException {
    before.run();
    Run run = measured.run();
    result.seconds().add(run.seconds());
    result.cpu().add(run.cpuSeconds());
    result.peak().add(run.peakMebibytes());
    result.mebibytes().add(size(output) / 1048576.0);
  }

  static long size(Path below) throws IOException {
    if (!Files.exists(below)) {
      return 0;
    }
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  /** Each in turn, in an order that moves by one from round to round. */
  static List<Result> race(List<Contender> all, int rounds)
      throws IOException, InterruptedException {
    List<Result> results = all.stream().map(each -> Result.of(each.name())).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < all.size(); i++) {
        int at = (i + round) % all.size();
        all.get(at).run(results.get(at));
      }
    }
    return results;
  }
}
