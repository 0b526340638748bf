package dev.weir.backup.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Tally;
import dev.weir.testing.backups.Attended;
import dev.weir.testing.backups.FolderBackup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a test needs around a method: handles, folders, backups and restores. */
final class Workplace implements AutoCloseable {
  private final Path folder;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  final Attended work = new Attended();

  Workplace(Path folder) {
    this.folder = folder;
  }

  /** Another database of the server at a URL. */
  BackupSource source(String url, String database) throws IOException {
    URI uri = URI.create(url);
    String[] user = uri.getUserInfo().split(":", 2);
    return source(uri.getHost(), uri.getPort(), database, user[0], user[1], Map.of());
  }

  BackupSource source(Definition definition, @Nullable String password) throws IOException {
    return source(
        definition.host(),
        definition.port(),
        definition.database(),
        String.valueOf(definition.user()),
        password,
        definition.tags());
  }

  private BackupSource source(
      String host,
      int port,
      String database,
      String user,
      @Nullable String password,
      Map<String, String> tags)
      throws IOException {
    Definition.Builder definition =
        Definition.builder("db-" + UUID.randomUUID(), "POSTGRESQL")
            .host(host)
            .port(port)
            .database(database)
            .user(user)
            .password(password == null ? null : Secret.of(password));
    tags.forEach(definition::tag);
    Definition built = definition.build();
    var all = new java.util.ArrayList<>(engine.definitions().values());
    all.add(built);
    engine.reload(all);
    Database handle = engine.database(built.name());
    return new BackupSource(handle, built, () -> password, fresh("work"), Map.of());
  }

  Path fresh(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name + "-" + UUID.randomUUID()));
  }

  FolderBackup take(BackupMethod method, BackupSource source, Scope scope, int jobs)
      throws IOException {
    return take(method, source, new FolderBackup(fresh("backup"), scope, Level.FULL), jobs);
  }

  FolderBackup take(BackupMethod method, BackupSource source, FolderBackup backup, int jobs) {
    Scope scope = backup.scope();
    BackupRequest request = new BackupRequest(scope, Level.FULL, null, jobs, true);
    backup.taken(method.create(source, request, backup, work));
    return backup;
  }

  void restore(BackupMethod method, FolderBackup backup, BackupSource target, boolean clean) {
    restore(method, backup, target, backup.scope(), clean);
  }

  void restore(
      BackupMethod method, FolderBackup backup, BackupSource target, Scope scope, boolean clean) {
    method.restore(
        backup.chain(),
        new RestoreRequest(
            new RestoreTarget.Living(target),
            new RestorePoint.OfBackup(),
            scope,
            2,
            clean,
            Map.of()),
        work);
  }

  List<Tally> tally(BackupMethod method, BackupSource source, Scope scope) {
    return method.tally(source, scope, work);
  }

  BackupSource of(Scratch scratch) throws IOException {
    return source(scratch.definition(), scratch.password().get());
  }

  @Override
  public void close() {
    engine.close();
  }
}
