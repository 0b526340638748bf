package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of mariadb-backup, whose stream is the backup: nothing is copied aside. */
final class PhysicalBackup {
  static final String STREAM = "backup.xb";
  static final String SERVER = "server.txt";

  private static final int BLOCK = 1 << 17;
  private static final String CHECKPOINTS = "xtrabackup_checkpoints";
  private static final List<String> INFO = List.of("mariadb_backup_info", "xtrabackup_info");
  private static final Pattern TO = Pattern.compile("(?m)^to_lsn = (\\d+)");
  private static final Pattern LOG =
      Pattern.compile("binlog_pos = filename '([^']+)', position '(\\d+)'");
  private static final Pattern GTID = Pattern.compile("GTID of the last change '([^']*)'");

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final ServerFacts facts;
  private final Tools.Found program;

  PhysicalBackup(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    facts = ServerFacts.of(source.database());
    program = Tools.of(facts.version(), source.options()).needBackup();
  }

  Taken take() throws IOException {
    long bytes = DataSize.ofAll(source.database(), facts.version());
    work.expect(bytes);
    Path told = Files.createDirectories(source.work().resolve("told"));
    keep(SERVER, server());
    stream(told);
    Instant consistent = Instant.now();
    return new Taken(
        facts.version().words() + "-MariaDB",
        position(told),
        consistent,
        Math.max(1, bytes),
        List.of(),
        "A physical backup is consistent where its log ends, which no query can look at.",
        Map.of("program", program.path().getFileName() + " " + program.version()));
  }

  private String server() {
    int names =
        source
            .database()
            .query("select @@lower_case_table_names")
            .first(row -> Math.toIntExact(row.longAt(0)))
            .orElse(0);
    return "database=%s\nlower-case-table-names=%d\n"
        .formatted(source.definition().database(), names);
  }

  private void stream(Path told) throws IOException {
    work.step("Copying the server's files");
    Command command =
        Login.of(source)
            .command(program)
            .with("--backup", "--stream=xbstream", "--target-dir=" + source.work())
            .with("--extra-lsndir=" + told, "--parallel=" + request.jobs());
    BackupContent base = request.base();
    if (base != null) {
      command = command.with("--incremental-lsn=" + lsn(base));
    }
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      // Not closed when it fails: what was not closed is no part of the backup.
      OutputStream out = sink.file(STREAM, false);
      byte[] block = new byte[BLOCK];
      for (int n = running.output().read(block); n >= 0; n = running.output().read(block)) {
        work.check();
        out.write(block, 0, n);
        work.advance(n);
      }
      running.finish();
      out.close();
    }
  }

  private static String lsn(BackupContent base) {
    String lsn = base.position().facts().get("to-lsn");
    if (lsn == null) {
      throw Failed.because(
          MysqlBackupError.CONTENT,
          "The manifest of the backup " + base.id() + " does not tell its to-lsn.");
    }
    return lsn;
  }

  private Position position(Path told) throws IOException {
    Map<String, String> position = new TreeMap<>();
    String checkpoints = Files.readString(told.resolve(CHECKPOINTS));
    Matcher to = TO.matcher(checkpoints);
    if (!to.find()) {
      throw Failed.because(
          MysqlBackupError.PROGRAM, program.path() + " did not tell where its backup ends.");
    }
    position.put("to-lsn", to.group(1));
    for (String name : INFO) {
      if (Files.exists(told.resolve(name))) {
        String info = Files.readString(told.resolve(name));
        Matcher log = LOG.matcher(info);
        Matcher gtid = GTID.matcher(info);
        if (log.find()) {
          position.put("binlog", log.group(1));
          position.put("offset", log.group(2));
        }
        if (gtid.find()) {
          position.put("gtid", gtid.group(1));
        }
      }
    }
    return new Position(position);
  }

  private void keep(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
