package dev.weir.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "training",
    hidden = true,
    description = "Run what is run most, so that its classes can be kept in a cache.")
final class TrainingCommand implements Callable<Integer> {
  private static final String MEMORY = "sqlite::memory:";
  private static final String QUERY =
      "select 1 as id, 'a' as name, 1.5 as amount, null as nothing where 1 = :one";

  /** Nothing listens there, and connecting loads the driver all the same. */
  private static final String NOBODY = "postgresql://nobody@127.0.0.1:9/nothing";

  private static final String DEMO = "select * from clinics where id >= :id limit 3";

  private final Cli cli;

  TrainingCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("weir-training");
    try {
      run(folder, "--version");
      run(folder, "version");
      run(folder, "help");
      run(folder, "query", "--help");
      for (Format format : List.of(Format.TABLE, Format.JSON, Format.NDJSON, Format.CSV)) {
        run(folder, "query", MEMORY, QUERY, "-p", "one=1", "-o", format.toString());
        run(folder, "database", "list", "-o", format.toString());
      }
      run(folder, "database", "add", "nobody", NOBODY);
      run(folder, "query", "nobody", "select 1", "--timeout", "500ms");
      run(folder, "query", NOBODY, "select 1", "--timeout", "500ms", "-o", "json");
      run(folder, "database", "remove", "nobody", "--yes");
      backups(folder);
      if (RunningServer.find(cli.home()).isPresent()) {
        demo(cli.home().folder());
      }
    } finally {
      try (var files = Files.walk(folder)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(TrainingCommand::delete);
      }
    }
    return ExitCode.DONE;
  }

  private void backups(Path folder) {
    String notes = "sqlite:" + folder.resolve("notes.db") + "?create=true";
    run(folder, "database", "add", "notes", notes);
    run(folder, "query", "notes", "create table notes (id integer primary key, note text)");
    run(folder, "backup", "create", "notes");
    run(folder, "backup", "list");
    run(folder, "backup", "verify", "notes", "--checksums-only");
    run(folder, "restore", "notes", "latest", "--clean", "--dry-run");
    run(folder, "restore", "notes", "latest", "--clean", "--yes", "--no-safety");
  }

  /** A real PostgreSQL: the server of this home has the demo database in one. */
  private void demo(Path home) {
    for (Format format : List.of(Format.TABLE, Format.JSON, Format.NDJSON, Format.CSV)) {
      run(home, "query", "demo", DEMO, "-p", "id=3", "-o", format.toString());
    }
    run(home, "query", "demo", "select no_such_column from clinics");
    run(home, "schema", "demo", "clinics");
    run(home, "health", "demo");
    // Where pg_dump is missing it ends by saying so.
    run(home, "backup", "create", "demo");
    run(home, "status");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void run(Path folder, String... arguments) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Console quiet =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            nowhere,
            new PrintStream(nowhere, true, StandardCharsets.UTF_8),
            Map.of("WEIR_HOME", folder.toString()),
            folder,
            false);
    int code = Main.run(new Cli(quiet), arguments);
    if (cli.verbose()) {
      cli.console().err().println(code + " " + String.join(" ", arguments));
    }
  }
}
