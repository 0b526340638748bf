package dev.weir.operations.backup;

import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import dev.weir.operations.backup.stream.Meter;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small method for SQLite databases with one table {@code items (id, name)}: rows as lines of
 * text, a full one or what has ids above those of its base.
 */
class RowsMethod implements BackupMethod {
  @Override
  public String name() {
    return "rows";
  }

  @Override
  public String summary() {
    return "Writes the rows of one table as lines.";
  }

  @Override
  public Set<String> types() {
    return Set.of("SQLITE");
  }

  @Override
  public Traits traits() {
    return new Traits(
        Set.of(Scope.Kind.DATABASE), Set.of(Level.FULL, Level.INCREMENTAL), false, false);
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    return List.of(Requirement.ok("table", "There is a table of items."));
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    BackupContent base = request.base();
    long above =
        base == null ? -1 : Long.parseLong(base.position().facts().getOrDefault("last", "-1"));
    long last = above;
    long bytes = 0;
    try (OutputStream out = sink.file("items.txt", false);
        PrintWriter lines = new PrintWriter(out, false, StandardCharsets.UTF_8);
        Rows rows =
            source.database().query("select id, name from items where id > ? order by id", above)) {
      while (rows.next()) {
        last = rows.longAt(0);
        String line = last + " " + rows.text(1);
        lines.println(line);
        bytes += line.length() + 1;
        work.advance(line.length() + 1);
        work.check();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new Taken(
        "3",
        new Position(Map.of("last", Long.toString(last))),
        Instant.now(),
        Math.max(1, bytes),
        request.tally() ? tally(source, request.scope(), work) : List.of(),
        request.tally() ? "" : "Nobody asked for tallies.",
        Map.of());
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    long there = count(living(request).database());
    return there == 0 || request.clean()
        ? List.of(Requirement.warning("overwrite", there + " rows are replaced.", ""))
        : List.of(
            Requirement.missing("empty", "There are " + there + " rows.", "Allow replacing them."));
  }

  private static BackupSource living(RestoreRequest request) {
    return ((RestoreTarget.Living) request.target()).source();
  }

  private static long count(Database database) {
    return database.query("select count(*) from items").first(row -> row.longAt(0)).orElse(0L);
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    Database database = living(request).database();
    if (count(database) > 0 && !request.clean()) {
      throw Rejected.because(CoreError.INVALID_OPTION, "There are rows already.");
    }
    database.transaction(transaction -> {
      transaction.update("delete from items");
      for (BackupContent content : chain.backups()) {
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(content.read("items.txt"), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            transaction.update(
                "insert into items (id, name) values (?, ?)",
                Long.parseLong(line.substring(0, space)),
                line.substring(space + 1));
            work.check();
          }
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
      return database;
    });
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return new FileScratch(Items.definition("scratch", folder.resolve("scratch.db")));
  }

  private record FileScratch(Definition definition) implements Scratch {
    @Override
    public Supplier<@Nullable String> password() {
      return () -> null;
    }

    @Override
    public @Nullable Path folder() {
      return null;
    }

    @Override
    public void start(Work work) {
      Items.prepare(definition);
    }

    @Override
    public void close() {}
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    Meter meter = new Meter();
    long rows = 0;
    try (Rows all = source.database().query("select id, name from items order by id")) {
      while (all.next()) {
        byte[] line = (all.longAt(0) + " " + all.text(1)).getBytes(StandardCharsets.UTF_8);
        meter.pass(line, 0, line.length);
        rows++;
      }
    }
    return List.of(new Tally("items", rows, meter.sha256()));
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    String said =
        restored.database().query("pragma integrity_check").first(row -> row.text(0)).orElse("");
    return List.of(
        new Finding(
            "integrity_check",
            "",
            said.equals("ok") ? Finding.Outcome.OK : Finding.Outcome.FAILED,
            said));
  }

  @Override
  public void patch(
      BackupSource restored, BackupSource living, Scope scope, OutputStream out, Work work)
      throws IOException {
    try (Rows rows = restored.database().query("select id, name from items order by id")) {
      while (rows.next()) {
        out.write(
            ("insert or replace into items values ("
                    + rows.longAt(0)
                    + ", '"
                    + String.valueOf(rows.text(1)).replace("'", "''")
                    + "');\n")
                .getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
