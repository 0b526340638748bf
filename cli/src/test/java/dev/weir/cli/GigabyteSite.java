package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A home with databases of a gigabyte, and what each demonstration does with its backups by the
 * command. {@code -Dweir.megabytes=100} makes them a tenth.
 */
record GigabyteSite(Path folder, Run.In weir) {
  static final int MEGABYTES = Integer.getInteger("weir.megabytes", 1024);

  /**
   * Makes the home.
   *
   * @param databases lines of the catalog, indented by two
   */
  static GigabyteSite of(Path folder, String databases) throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"),
        "databases:\n" + databases.indent(2) + "settings:\n  backup: {repository: repo}\n");
    return new GigabyteSite(folder, Run.In.home(folder));
  }

  /** Runs a command that must succeed. */
  Run done(String... words) {
    Run run = weir.run(words);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  /** The column {@code v} of the one row that a query answers. */
  String value(String database, String query) {
    return String.valueOf(
        Json.object(done("query", database, query, "-o", "ndjson").out()).get("v"));
  }

  /** Takes a backup; answers its id. */
  String backup(String database, String... options) {
    String[] words = new String[options.length + 5];
    List<String> begin = List.of("backup", "create", database, "-o", "ndjson");
    for (int i = 0; i < words.length; i++) {
      words[i] = i < 5 ? begin.get(i) : options[i - 5];
    }
    return String.valueOf(Json.object(done(words).out()).get("id"));
  }

  private Map<String, Object> manifest(String database, String id) {
    return Json.object(done("backup", "show", database, id, "-o", "json").out());
  }

  /** How many bytes a backup holds, not compressed, as its manifest says. */
  long size(String database, String id) {
    Map<?, ?> sizes = (Map<?, ?>) Objects.requireNonNull(manifest(database, id).get("sizes"));
    return Long.parseLong(String.valueOf(sizes.get("plain")));
  }

  /** The counts and hashes of all tables, as the backup's manifest says. */
  List<?> tallies(String database, String id) {
    return (List<?>) Objects.requireNonNull(manifest(database, id).get("tallies"));
  }

  /** The newest backup is restored into a scratch server and found to be what was taken. */
  void proven(String database, String... checks) {
    String[] words = new String[3 + 2 * checks.length];
    words[0] = "backup";
    words[1] = "verify";
    words[2] = database;
    for (int i = 0; i < checks.length; i++) {
      words[3 + 2 * i] = "--check";
      words[4 + 2 * i] = checks[i];
    }
    assertThat(done(words).out()).contains("is good");
  }

  /**
   * A backup is restored into another database; one of that has the same counts and hashes, all of
   * them.
   */
  void restoredAlike(String database, String id, String into, String... options) {
    done("restore", database, id, "--into", into, "--yes");
    String again = backup(into, options);
    assertThat(tallies(database, id)).isNotEmpty();
    assertThat(tallies(into, again)).isEqualTo(tallies(database, id));
  }

  /** A program of this machine, its output in the log of that name. */
  Process start(String log, Map<String, String> variables, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(log(log).toFile());
    builder.environment().putAll(variables);
    return builder.start();
  }

  void ran(String log, Map<String, String> variables, List<String> command) throws Exception {
    assertThat(start(log, variables, command).waitFor()).as(said(log)).isZero();
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** What the program of that name has said. */
  String said(String log) {
    try {
      return Files.exists(log(log)) ? Files.readString(log(log), StandardCharsets.UTF_8) : "";
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static void stop(@Nullable Process process) throws InterruptedException {
    if (process != null) {
      process.destroy();
      process.waitFor();
    }
  }
}
