package dev.weir.backup.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server under write load whose WAL goes to pgBackRest; needs the package pgbackrest. */
@Tag("long")
class PgBackRestIT {
  private static final Scope CLUSTER = new Scope.Cluster();
  private static final BackupMethod METHOD = new PgBackRest();

  @TempDir static Path folder;

  /** In a folder of its own: the path of a socket is short by nature. */
  private static Path socket;

  private static DatabaseServer server;
  private static Workplace place;
  private static BackupSource source;
  private static FolderBackup full;
  private static FolderBackup incremental;
  private static String marked = "";

  @BeforeAll
  static void backUpUnderLoad() throws Exception {
    place = new Workplace(folder);
    socket = Files.createTempDirectory("weir-br");
    Path config = folder.resolve("pgbackrest.conf");
    String program = "pgbackrest --config=" + config + " --stanza=main";
    server =
        Servers.freshPostgresql15(
            Map.of(
                "archive_mode",
                "on",
                "archive_command",
                program + " archive-push %p",
                "unix_socket_directories",
                socket.toString(),
                "max_wal_senders",
                "5"));
    Files.writeString(
        config,
        """
        [global]
        repo1-path=%1$s/repo
        log-path=%1$s
        lock-path=%1$s/lock
        spool-path=%1$s/spool
        log-level-file=off
        repo1-retention-full=9
        compress-type=zst
        [main]
        pg1-path=%2$s
        pg1-port=%3$d
        pg1-socket-path=%4$s
        pg1-user=postgres
        """
            .formatted(folder, server.dataDirectory(), server.port(), socket));
    Command.of(List.of((program + " stanza-create").split(" "))).run();
    BackupSource plain = place.source(server.adminUrl(), "weir");
    source =
        new BackupSource(
            plain.database(),
            plain.definition(),
            plain.password(),
            plain.work(),
            Map.of("config", config.toString(), "stanza", "main"));
    Sample.fill(source.database());
    source.database().update("create table marks (number bigint primary key)");
    try (Writer writer = Writer.on(source.database())) {
      Awaitility.await().until(() -> writer.written() > 10);
      full = take(Level.FULL);
      mark(1);
      incremental = take(Level.INCREMENTAL);
      marked = mark(2);
      mark(3);
      source.database().query("select pg_switch_wal()::text").list(row -> row.text(0));
    }
    Awaitility.await()
        .until(() ->
            source
                .database()
                .query(
                    "select last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 16777216)"
                        + " from pg_stat_archiver")
                .first(row -> row.booleanAt(0))
                .orElse(false));
  }

  private static FolderBackup take(Level level) throws IOException {
    FolderBackup backup = new FolderBackup(place.fresh("backup"), CLUSTER, level);
    backup.taken(
        METHOD.create(
            source, new BackupRequest(CLUSTER, level, null, 2, true), backup, place.work));
    return backup;
  }

  private static String mark(long number) {
    return source
        .database()
        .transaction(transaction -> {
          transaction.update("insert into marks values (?)", number);
          return transaction
              .query("select pg_current_xact_id()::text")
              .first(row -> row.text(0))
              .orElseThrow();
        });
  }

  @AfterAll
  static void leave() throws IOException {
    place.close();
    server.close();
    Folders.delete(socket);
  }

  private static List<Long> marksAt(FolderBackup backup, RestorePoint point) throws IOException {
    try (Scratch scratch = METHOD.scratch(backup, place.fresh("scratch"), place.work)) {
      METHOD.restore(
          backup.chain(),
          new RestoreRequest(
              new RestoreTarget.Folder(Objects.requireNonNull(scratch.folder())),
              point,
              CLUSTER,
              2,
              false,
              Map.of()),
          place.work);
      scratch.start(place.work);
      BackupSource restored = place.of(scratch);
      assertThat(METHOD.inspect(restored, CLUSTER, place.work))
          .extracting(Finding::outcome)
          .doesNotContain(Finding.Outcome.FAILED);
      return restored
          .database()
          .query("select number from marks order by 1")
          .list(row -> row.longAt(0));
    }
  }

  @Test
  void aFullBackupRestoresItsOwnState() throws IOException {
    assertThat(marksAt(full, new RestorePoint.OfBackup())).isEmpty();
    assertThat(full.taken().facts()).containsEntry("type", "full").containsKey("label");
  }

  @Test
  void anIncrementalBackupRestoresItsOwnState() throws IOException {
    assertThat(marksAt(incremental, new RestorePoint.OfBackup())).containsExactly(1L);
    assertThat(incremental.taken().facts()).containsEntry("type", "incr");
  }

  @Test
  void aTransactionIsHitExactly() throws IOException {
    assertThat(marksAt(full, new RestorePoint.Transaction(marked, true))).containsExactly(1L, 2L);
    assertThat(marksAt(incremental, new RestorePoint.Transaction(marked, false)))
        .containsExactly(1L);
  }

  @Test
  void theLatestStateIsAllThatWasArchived() throws IOException {
    assertThat(marksAt(incremental, new RestorePoint.Latest())).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aStanzaThatIsNotThereIsRefusedWithWhatToDo() {
    BackupSource other =
        new BackupSource(
            source.database(),
            source.definition(),
            source.password(),
            source.work(),
            Map.of("config", source.options().getOrDefault("config", ""), "stanza", "other"));

    assertThatThrownBy(() ->
            METHOD.create(
                other,
                new BackupRequest(CLUSTER, Level.FULL, null, 1, false),
                new FolderBackup(folder.resolve("none"), CLUSTER, Level.FULL),
                place.work))
        .isInstanceOfSatisfying(
            WeirException.class, e -> assertThat(e.code()).isEqualTo(PostgresBackupError.SERVER))
        .hasMessageContaining("stanza-create");
  }
}
