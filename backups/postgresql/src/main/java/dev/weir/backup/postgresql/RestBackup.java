package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.api.Row;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of {@code pgbackrest backup}. */
final class RestBackup {
  static final String REFERENCE = "pgbackrest.txt";

  private static final Pattern LABEL = Pattern.compile("new backup label = (\\S+)");
  private static final String FACTS =
      """
      select (select setting from pg_settings where name = 'wal_segment_size'),
        (select rolname from pg_roles where oid = 10)
      """;

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final Stanza stanza;
  private final ServerFacts facts;

  RestBackup(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    stanza = Stanza.of(source.options());
    facts = ServerFacts.of(source.database());
  }

  Taken take() throws IOException {
    List<String> more =
        source
            .database()
            .query(FACTS)
            .first(row -> List.of(text(row, 0), text(row, 1)))
            .orElseThrow();
    work.step("pgBackRest backs up the stanza " + stanza.name());
    String label = run();
    Map<?, ?> backup = stanza.backup(label);
    keep(
        REFERENCE,
        "stanza=%s\nconfig=%s\nlabel=%s\ntype=%s\nprior=%s\n"
            .formatted(
                stanza.name(),
                stanza.config(),
                label,
                Stanza.at(backup, "type"),
                Stanza.at(backup, "prior")));
    keep(
        BaseBackup.SERVER,
        "superuser=%s\ndatabase=%s\n".formatted(more.get(1), source.definition().database()));
    long bytes = Long.parseLong(Stanza.at(backup, "info", "size"));
    Instant stopped = Instant.ofEpochSecond(Long.parseLong(Stanza.at(backup, "timestamp", "stop")));
    return new Taken(
        facts.words(),
        position(backup, more.get(0), stopped),
        stopped,
        bytes,
        List.of(),
        "A physical backup is consistent where its WAL ends, which no query can look at.",
        Map.of(
            "pgbackrest", Stanza.at(backup, "backrest", "version"),
            "label", label,
            "type", Stanza.at(backup, "type"),
            "repository-bytes", Stanza.at(backup, "info", "repository", "delta")));
  }

  private static String text(Row row, int column) {
    return Objects.requireNonNull(row.text(column));
  }

  private String run() throws IOException {
    Command command =
        stanza
            .command()
            .with("--type=" + type(request.level()), "--process-max=" + request.jobs())
            .with("--start-fast", "--log-level-console=info", "backup");
    String output;
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      output = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      running.finish();
    }
    Matcher label = LABEL.matcher(output);
    if (!label.find()) {
      throw Failed.because(
          PostgresBackupError.PROGRAM, "pgBackRest did not tell the label of its backup.");
    }
    return label.group(1);
  }

  private static String type(Level level) {
    return switch (level) {
      case FULL -> "full";
      case DIFFERENTIAL -> "diff";
      case INCREMENTAL -> "incr";
    };
  }

  private static Position position(Map<?, ?> backup, String segmentSize, Instant stopped) {
    Map<String, String> facts = new TreeMap<>();
    String start = Stanza.at(backup, "archive", "start");
    facts.put("timeline", String.valueOf(Integer.parseUnsignedInt(start.substring(0, 8), 16)));
    facts.put("start-wal", start);
    facts.put("stop-wal", Stanza.at(backup, "archive", "stop"));
    facts.put("start-lsn", Stanza.at(backup, "lsn", "start"));
    facts.put("stop-lsn", Stanza.at(backup, "lsn", "stop"));
    facts.put("wal-segment-size", segmentSize);
    facts.put("stop-time", stopped.toString());
    return new Position(facts);
  }

  private void keep(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
