package dev.weir.backup.mysql;

import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class MariabackupContractIT extends BackupContract {
  @TempDir static Path folder;
  private static Site site;
  private static ScratchServer server;
  private static BackupSource source;

  @BeforeAll
  static void begin() throws Exception {
    site = new Site(folder);
    server = site.mariadb("server");
    source = site.open(server);
    source.database().update(Site.MARKS);
    Site.mark(source.database(), 1);
  }

  @AfterAll
  static void end() {
    site.close();
    server.close();
  }

  @Override
  protected BackupMethod method() {
    return new Mariabackup();
  }

  @Override
  protected Subject subject() {
    return MysqlDumpContractIT.subject(source);
  }

  @Override
  protected Scope scope() {
    return new Scope.Cluster();
  }

  @Override
  protected void change() {
    int last = Site.marks(source).getLast();
    Site.mark(source.database(), last + 1);
  }

  @Override
  protected Destination elsewhere() {
    try {
      return new Destination.Folder(site.place("elsewhere"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
