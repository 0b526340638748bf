package dev.weir.backup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.ErrorCode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
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
import dev.weir.testing.backups.Attended;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisBackupIT {
  private static final Scope ALL = new Scope.Cluster();

  @TempDir Path folder;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final BackupMethod method = new RedisBackup();
  private final Attended work = new Attended();

  @AfterEach
  void leave() {
    engine.close(Duration.ofSeconds(1));
  }

  private BackupSource source(DatabaseServer server, Tls tls) throws IOException {
    Definition definition =
        Definition.builder("db", "REDIS")
            .host(server.host())
            .port(server.port())
            .database("0")
            .tls(tls)
            .build();
    return open(definition, server.password());
  }

  private BackupSource source(DatabaseServer server) throws IOException {
    return source(server, Tls.DEFAULT);
  }

  private BackupSource open(Definition definition, String password) throws IOException {
    Definition named =
        definition.toBuilder()
            .name("db-" + UUID.randomUUID())
            .password(Secret.of(password))
            .build();
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(named);
    engine.reload(all);
    Path place = Files.createDirectories(folder.resolve("work-" + UUID.randomUUID()));
    return new BackupSource(engine.database(named.name()), named, () -> password, place, Map.of());
  }

  /** Every kind of value, in two databases. */
  private static void fill(BackupSource source) throws IOException {
    try (Wire wire = Wire.open(source)) {
      for (int i = 0; i < 3000; i++) {
        wire.ask("SET", "string:" + i, "value " + i);
        wire.ask("SADD", "set:big", "member " + i);
        wire.ask("HSET", "hash:big", "field " + i, "value " + i);
      }
      wire.ask("RPUSH", "list", "a", "b", "a");
      wire.ask("SADD", "set:numbers", "1", "2", "3");
      wire.ask("ZADD", "zset", "1.5", "one", "-2", "two");
      wire.ask("XADD", "stream", "1-1", "field", "value");
      wire.ask("SET", "short-lived", "x", "PX", "3600000");
      wire.ask("SELECT", "3");
      wire.ask("SET", "elsewhere", "here");
    }
  }

  private FolderBackup backup(BackupSource source) {
    FolderBackup backup =
        new FolderBackup(folder.resolve("backup-" + UUID.randomUUID()), ALL, Level.FULL);
    BackupRequest request = new BackupRequest(ALL, Level.FULL, null, 1, true);
    backup.taken(method.create(source, request, backup, work));
    return backup;
  }

  private void restore(FolderBackup backup, Path into, boolean clean) {
    method.restore(
        backup.chain(),
        new RestoreRequest(
            new RestoreTarget.Folder(into), new RestorePoint.OfBackup(), ALL, 1, clean, Map.of()),
        work);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void a_snapshot_comes_back_into_a_running_server_with_what_is_left_of_each_keys_time()
      throws Exception {
    try (DatabaseServer origin = Servers.freshRedis(Map.of());
        DatabaseServer other = Servers.freshRedis(Map.of())) {
      BackupSource source = source(origin);
      BackupSource target = source(other);
      fill(source);
      FolderBackup backup = backup(source);
      try (Wire wire = Wire.open(target)) {
        wire.ask("SET", "of the target", "x");
        wire.ask("SELECT", "7");
        wire.ask("SET", "of the target too", "x");
      }

      assertCode(RedisBackupError.NOT_EMPTY, () -> restoreLiving(backup, target, false));
      assertThat(method.tally(target, ALL, work)).hasSize(2);
      assertThat(method.check(backup.chain(), living(target, true)))
          .anyMatch(found -> found.finding().contains("2 keys in its databases [0, 7]"));
      restoreLiving(backup, target, true);

      assertThat(method.tally(target, ALL, work)).isEqualTo(backup.taken().tallies());
      try (Wire wire = Wire.open(target)) {
        assertThat(Long.parseLong(wire.ask("PTTL", "short-lived"))).isBetween(1L, 3_600_000L);
        assertThat(wire.ask("XLEN", "stream")).isEqualTo("1");
        assertThat(wire.ask("EXISTS", "of the target")).isEqualTo("0");
      }
    }
  }

  @Test
  void a_damaged_snapshot_leaves_the_running_server_as_it_was() throws Exception {
    try (DatabaseServer origin = Servers.freshRedis(Map.of())) {
      BackupSource source = source(origin);
      fill(source);
      FolderBackup backup = backup(source);
      try (RandomAccessFile file =
          new RandomAccessFile(backup.path(RedisBackup.FILE).toFile(), "rw")) {
        file.setLength(file.length() / 2);
      }

      assertThatThrownBy(() -> restoreLiving(backup, source, true))
          .isInstanceOf(WeirException.class);
      assertThat(method.tally(source, ALL, work)).isEqualTo(backup.taken().tallies());
    }
  }

  private static RestoreRequest living(BackupSource target, boolean clean) {
    return new RestoreRequest(
        new RestoreTarget.Living(target), new RestorePoint.OfBackup(), ALL, 1, clean, Map.of());
  }

  private void restoreLiving(FolderBackup backup, BackupSource target, boolean clean) {
    method.restore(backup.chain(), living(target, clean), work);
  }

  @Test
  void it_is_found_by_its_name() {
    assertThat(ServiceLoader.load(BackupMethod.class).stream().map(found -> found.get().name()))
        .contains("redis");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes"})
  void a_snapshot_holds_every_database_by_disk_and_straight_to_the_socket(String diskless)
      throws Exception {
    try (DatabaseServer server =
        Servers.freshRedis(
            Map.of("repl-diskless-sync", diskless, "repl-diskless-sync-delay", "0"))) {
      BackupSource source = source(server);
      fill(source);

      FolderBackup backup = backup(source);

      assertThat(backup.taken().tallied()).isEmpty();
      assertThat(backup.taken().tallies()).extracting("table").containsExactly("db0", "db3");
      assertThat(backup.taken().tallies().getFirst().rows()).isEqualTo(3006);
      assertThat(backup.position().facts()).containsKeys("replication-id", "offset");
      Path place = Files.createDirectory(folder.resolve("scratch"));
      try (Scratch scratch = method.scratch(backup, place, work)) {
        restore(backup, Objects.requireNonNull(scratch.folder()), true);
        scratch.start(work);
        BackupSource restored =
            open(scratch.definition(), String.valueOf(scratch.password().get()));
        assertThat(method.tally(restored, ALL, work)).isEqualTo(backup.taken().tallies());
        assertThat(method.inspect(restored, ALL, work))
            .extracting(Finding::outcome)
            .containsExactly(Finding.Outcome.OK);
      }
      assertThat(place).isEmptyDirectory();
    }
  }

  @Test
  void under_write_load_the_snapshot_is_whole_and_says_that_it_was_not_counted() throws Exception {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      BackupSource source = source(server);
      fill(source);
      AtomicBoolean on = new AtomicBoolean(true);
      AtomicLong written = new AtomicLong();
      Thread writer = Thread.ofPlatform().start(() -> pairs(source, on, written));
      await().until(() -> written.get() > 50);

      FolderBackup backup = backup(source);
      on.set(false);
      writer.join();

      assertThat(backup.taken().tallies()).isEmpty();
      assertThat(backup.taken().tallied()).contains("written to");
      Path place = Files.createDirectory(folder.resolve("scratch"));
      try (Scratch scratch = method.scratch(backup, place, work)) {
        restore(backup, Objects.requireNonNull(scratch.folder()), true);
        scratch.start(work);
        try (Wire wire = Wire.open(scratch.definition(), scratch.password().get())) {
          // Both are written in one MULTI, so that a snapshot of one moment has them equal.
          assertThat(wire.ask("GET", "left")).isEqualTo(wire.ask("GET", "right")).isNotEmpty();
        }
      }
    }
  }

  private static void pairs(BackupSource source, AtomicBoolean on, AtomicLong written) {
    try (Wire wire = Wire.open(source)) {
      while (on.get()) {
        wire.ask("MULTI");
        wire.ask("INCR", "left");
        wire.ask("INCR", "right");
        wire.ask("EXEC");
        written.incrementAndGet();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_snapshot_is_fetched_over_tls_with_the_authority_checked() throws Exception {
    try (DatabaseServer server =
        Servers.freshRedis(ServerOptions.DEFAULTS.with(dev.weir.testing.databases.Tls.VALID))) {
      String authority = server.certificateAuthority().orElseThrow().toString();
      BackupSource known =
          source(server, new Tls(Tls.Mode.VERIFY_CA, authority, null, null, "TLSv1.2"));
      BackupSource unknown =
          source(server, new Tls(Tls.Mode.VERIFY_CA, null, null, null, "TLSv1.2"));
      fill(known);

      assertThat(backup(known).files()).containsExactly(RedisBackup.FILE);
      assertCode(RedisBackupError.CONNECTION, () -> backup(unknown));
    }
  }

  @Test
  void a_truncated_snapshot_is_refused_and_leaves_the_folder_as_it_was() throws IOException {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      BackupSource source = source(server);
      fill(source);
      FolderBackup backup = backup(source);
      try (RandomAccessFile file =
          new RandomAccessFile(backup.path(RedisBackup.FILE).toFile(), "rw")) {
        file.setLength(file.length() - 100);
      }
      Path into = Files.createDirectory(folder.resolve("into"));

      assertCode(RedisBackupError.CONTENT, () -> restore(backup, into, false));
      assertThat(into).isEmptyDirectory();
    }
  }

  @Test
  void a_folder_with_something_in_it_is_replaced_only_where_allowed() throws IOException {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      FolderBackup backup = backup(source(server));
      Path into = Files.createDirectory(folder.resolve("into"));
      Path old = Files.writeString(into.resolve("dump.rdb"), "old");

      assertCode(RedisBackupError.NOT_EMPTY, () -> restore(backup, into, false));
      assertThat(old).hasContent("old");
      restore(backup, into, true);

      assertThat(old).hasSameBinaryContentAs(backup.path(RedisBackup.FILE));
      Files.writeString(into.resolve("appendonly.aof"), "");
      assertCode(RedisBackupError.NOT_EMPTY, () -> restore(backup, into, true));
    }
  }

  @Test
  void a_wrong_password_and_a_missing_server_are_told_as_such() throws IOException {
    BackupSource right = source(Servers.redis());
    BackupSource wrong =
        new BackupSource(
            right.database(), right.definition(), () -> "wrong", right.work(), Map.of());
    Definition nowhere =
        right.definition().toBuilder().port(dev.weir.runtime.program.FreePort.any()).build();
    BackupSource missing =
        new BackupSource(right.database(), nowhere, () -> "any", right.work(), Map.of());

    assertCode(DatabaseError.AUTHENTICATION, () -> backup(wrong));
    assertCode(RedisBackupError.CONNECTION, () -> backup(missing));
  }

  @Test
  void a_cancelled_backup_ends_with_the_code_for_it() throws IOException {
    BackupSource source = source(Servers.redis());
    work.cancel();

    assertCode(CoreError.CANCELLED, () -> backup(source));
  }
}
