package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.testing.backups.Attended;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.backups.FolderLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Servers and folders of a test, and what it does with them. */
final class Site implements AutoCloseable {
  /** Each transaction adds a row, so that the last one tells how far a restore went. */
  static final String MARKS =
      "create table marks (id int primary key, note varchar(50)) engine = InnoDB";

  final Path folder;
  final Attended work = new Attended();
  final FolderLog log;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);

  Site(Path folder) {
    this.folder = folder;
    log = new FolderLog(folder.resolve("log"));
  }

  /** A MariaDB of the version of the machine's client programs, with a binary log. */
  ScratchServer mariadb(String name) throws Exception {
    return ScratchServer.start(
        ServerProgram.of(Version.ofServer("0.0.0-MariaDB"), null),
        Files.createDirectory(folder.resolve(name)),
        List.of("--log-bin=mb", "--server-id=1", "--binlog-format=ROW"),
        work);
  }

  BackupSource open(Scratch server) throws IOException {
    return open(server.definition(), String.valueOf(server.password().get()), Map.of());
  }

  BackupSource open(Definition definition, String password, Map<String, String> options)
      throws IOException {
    Definition named =
        definition.toBuilder()
            .name("db-" + UUID.randomUUID())
            .password(Secret.of(password))
            .build();
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(named);
    engine.reload(all);
    return new BackupSource(
        engine.database(named.name()), named, () -> password, place("work"), options);
  }

  Path place(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name + "-" + UUID.randomUUID()));
  }

  FolderBackup backup(
      BackupMethod method, BackupSource source, Scope scope, @Nullable FolderBackup base)
      throws IOException {
    Level level = base == null ? Level.FULL : Level.INCREMENTAL;
    FolderBackup backup =
        new FolderBackup(folder.resolve("backup-" + UUID.randomUUID()), scope, level);
    BackupRequest request = new BackupRequest(scope, level, base, 2, true);
    BackupSource fresh =
        new BackupSource(
            source.database(),
            source.definition(),
            source.password(),
            place("work"),
            source.options());
    assertThat(method.check(fresh, request))
        .noneMatch(found -> found.state() == Requirement.State.MISSING);
    backup.taken(method.create(fresh, request, backup, work));
    return backup;
  }

  void restore(
      BackupMethod method, List<FolderBackup> chain, RestoreTarget target, RestorePoint to) {
    method.restore(
        new BackupChain(List.copyOf(chain), log),
        new RestoreRequest(target, to, chain.getLast().scope(), 1, false, Map.of()),
        work);
  }

  /** Restores into a folder, runs a server on it, and asks that. */
  <T> T asked(
      BackupMethod method,
      List<FolderBackup> chain,
      RestorePoint to,
      Function<BackupSource, T> question)
      throws IOException {
    try (Scratch scratch = method.scratch(chain.getLast(), place("scratch"), work)) {
      Path data = Objects.requireNonNull(scratch.folder());
      restore(method, chain, new RestoreTarget.Folder(data), to);
      scratch.start(work);
      return question.apply(open(scratch));
    }
  }

  static void mark(Database database, int id) {
    database.update("insert into marks values (?, ?)", id, "transaction " + id);
  }

  static List<Integer> marks(BackupSource source) {
    return source
        .database()
        .query("select id from marks order by id")
        .list(row -> Math.toIntExact(row.longAt(0)));
  }

  static String text(BackupSource source, String query) {
    return source.database().query(query).first(row -> String.valueOf(row.text(0))).orElseThrow();
  }

  @Override
  public void close() {
    engine.close(Duration.ofSeconds(1));
  }
}
