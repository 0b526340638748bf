package dev.weir.backup.postgresql;

import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Work;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of one database in a dump, restored in their order: what comes before the data, the
 * data by several programs at once straight from the backup, and what comes after it by parallel
 * jobs.
 *
 * @param restore pg_restore with its login and general options
 */
record DumpSections(
    BackupContent content,
    String folder,
    Command restore,
    Psql psql,
    int jobs,
    Path spool,
    Work work) {
  private static final Pattern CREATED =
      Pattern.compile("(?m)^CREATE DATABASE (\"(?:[^\"]|\"\")+\"|\\S+) ");

  void restore(String database, Scope scope) throws Exception {
    boolean part = scope.kind() != content.scope().kind() && !(scope instanceof Scope.Whole);
    if (part && scope instanceof Scope.OneTable table) {
      new TableOfDump(this, database, table).restore();
      return;
    }
    List<String> narrowed =
        part && scope instanceof Scope.OneSchema(String schema)
            ? List.of("--schema=" + schema)
            : List.of();
    if (scope instanceof Scope.OneSchema(String schema)) {
      psql.run(database, "CREATE SCHEMA IF NOT EXISTS " + Sql.name(schema));
    }
    pre(database, narrowed, scope);
    data(database, narrowed);
    rows(database);
    sequences(database);
    post(database, narrowed);
  }

  /** Makes the database too, with its owner, privileges and settings. */
  void restoreWhole(String database, String from) throws Exception {
    Path file = spooled(DumpPieces.PRE);
    try {
      into(from).with("--create", file.toString()).run();
    } finally {
      Files.delete(file);
    }
    data(database, List.of());
    post(database, List.of());
  }

  /** Owner, privileges and settings of the database itself, as statements for another name. */
  List<String> properties(String database) throws IOException {
    String script = script(DumpPieces.PRE, List.of("--create"));
    Matcher created = CREATED.matcher(script);
    if (!created.find()) {
      return List.of();
    }
    String old = " DATABASE " + created.group(1) + " ";
    return script
        .lines()
        .filter(line -> line.matches("(ALTER|GRANT|REVOKE) .*;") && line.contains(old))
        .map(line -> line.replace(old, " DATABASE " + Sql.name(database) + " "))
        .map(line -> line.substring(0, line.length() - 1))
        .toList();
  }

  /** The schema is there already where one was named. */
  private void pre(String database, List<String> narrowed, Scope scope) throws IOException {
    Path file = spooled(DumpPieces.PRE);
    try {
      Command command = into(database).with(narrowed);
      if (scope instanceof Scope.OneSchema(String schema)) {
        command = command.with("--use-list=" + withoutSchema(file, schema));
      }
      command.with(file.toString()).run();
    } finally {
      Files.delete(file);
    }
  }

  private Path withoutSchema(Path file, String schema) throws IOException {
    String list = restore.with("--list", file.toString()).run();
    String kept =
        String.join(
            "\n",
            list.lines()
                .filter(line -> !line.matches(".* SCHEMA - " + Pattern.quote(schema) + " .*"))
                .toList());
    return Files.writeString(spool.resolve("list-" + UUID.randomUUID()), kept + "\n");
  }

  void data(String database, List<String> narrowed) throws Exception {
    List<Callable<Boolean>> pieces = new ArrayList<>();
    for (String file : content.files()) {
      if (file.startsWith(folder + DumpPieces.DATA)) {
        work.expect(content.size(file));
        pieces.add(() -> {
          Piping.feed(into(database).with(narrowed), content, file, work);
          return true;
        });
      }
    }
    Workers.run(jobs, work, pieces);
  }

  /** A tenant's rows. */
  private void rows(String database) throws IOException {
    if (!content.files().contains(folder + TenantFiles.TABLES)) {
      return;
    }
    for (String line : Contents.text(content, folder + TenantFiles.TABLES).lines().toList()) {
      String[] parts = line.split("\t", 3);
      String copy = "COPY " + parts[1] + " (" + parts[2] + ") FROM STDIN;\n";
      try (InputStream file = content.read(folder + parts[0]);
          InputStream script =
              new SequenceInputStream(
                  Collections.enumeration(List.of(bytes(copy), file, bytes("\\.\n"))))) {
        Piping.feed(psql.script(database), script, work);
      }
    }
  }

  private void sequences(String database) throws IOException {
    if (content.files().contains(folder + TenantFiles.SEQUENCES)) {
      psql.script(database).run(Contents.text(content, folder + TenantFiles.SEQUENCES));
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private void post(String database, List<String> narrowed) throws IOException {
    work.step("Building indexes and constraints of " + database);
    Path file = spooled(DumpPieces.POST);
    try (var running =
        into(database).with(narrowed).with("--jobs=" + jobs, file.toString()).start()) {
      work.onCancel(running::close);
      running.input().close();
      running.finish();
    } finally {
      Files.delete(file);
    }
  }

  /** A file as statements. */
  String script(String file, List<String> narrowed) throws IOException {
    Path spooled = spooled(file);
    try {
      return restore.with("--file=-").with(narrowed).with(spooled.toString()).run();
    } finally {
      Files.delete(spooled);
    }
  }

  private Path spooled(String file) throws IOException {
    return Contents.spool(content, folder + file, spool.resolve("spool-" + UUID.randomUUID()));
  }

  private Command into(String database) {
    return restore.with("--dbname=dbname=" + quoted(database));
  }

  /** As libpq's connection strings want it. */
  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
