package dev.weir.backup.postgresql;

import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class PgDumpContractIT extends BackupContract {
  private final DatabaseServer server = Servers.postgresql15();
  private final List<String> made = new ArrayList<>();
  @TempDir Path folder;
  private Workplace place;
  private BackupSource admin;
  private Subject subject;

  @BeforeEach
  void fill() throws IOException {
    place = new Workplace(folder);
    admin = place.source(server.adminUrl(), "postgres");
    subject = create();
    subject.database().update("create table marks (id int primary key, note text)");
    change();
  }

  @AfterEach
  void leave() {
    made.forEach(name -> admin.database().update("drop database " + name + " with (force)"));
    place.close();
  }

  private Subject create() throws IOException {
    String name = "contract_" + UUID.randomUUID().toString().replace("-", "");
    admin.database().update("create database " + name);
    made.add(name);
    return subject(place.source(server.adminUrl(), name));
  }

  static Subject subject(BackupSource source) {
    return new Subject(source.database(), source.definition(), source.password());
  }

  static void change(Subject of) {
    of.database().update("insert into marks select count(*), 'mark ' || count(*) from marks");
  }

  @Override
  protected BackupMethod method() {
    return new PgDump();
  }

  @Override
  protected Subject subject() {
    return subject;
  }

  @Override
  protected void change() {
    change(subject);
  }

  @Override
  protected Destination elsewhere() {
    try {
      return new Destination.Server(create());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
