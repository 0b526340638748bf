package dev.weir.backup.postgresql;

import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.Scope;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class PgBaseBackupContractIT extends BackupContract {
  @TempDir static Path folder;
  private static DatabaseServer server;
  private static Workplace place;
  private static Subject subject;

  @BeforeAll
  static void begin() throws IOException {
    server = Servers.freshPostgresql15(Map.of("max_wal_senders", "4", "fsync", "off"));
    place = new Workplace(folder);
    subject = PgDumpContractIT.subject(place.source(server.adminUrl(), "weir"));
    subject.database().update("create table marks (id int primary key, note text)");
    PgDumpContractIT.change(subject);
  }

  @AfterAll
  static void end() {
    place.close();
    server.close();
  }

  @Override
  protected BackupMethod method() {
    return new PgBaseBackup();
  }

  @Override
  protected Subject subject() {
    return subject;
  }

  @Override
  protected Scope scope() {
    return new Scope.Cluster();
  }

  @Override
  protected void change() {
    PgDumpContractIT.change(subject);
  }

  @Override
  protected Destination elsewhere() {
    try {
      return new Destination.Folder(place.fresh("elsewhere"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
