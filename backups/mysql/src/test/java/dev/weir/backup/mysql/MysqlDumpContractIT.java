package dev.weir.backup.mysql;

import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class MysqlDumpContractIT extends BackupContract {
  @TempDir static Path folder;
  private static Site site;
  private static ScratchServer server;
  private BackupSource source;

  @BeforeAll
  static void begin() throws Exception {
    site = new Site(folder);
    server = site.mariadb("server");
  }

  @AfterAll
  static void end() {
    site.close();
    server.close();
  }

  @BeforeEach
  void fill() throws IOException {
    source = site.open(server);
    source.database().update(Site.MARKS);
    Site.mark(source.database(), 1);
  }

  @AfterEach
  void empty() {
    source.database().update("drop table if exists marks");
  }

  static Subject subject(BackupSource source) {
    return new Subject(source.database(), source.definition(), source.password());
  }

  @Override
  protected BackupMethod method() {
    return new MysqlDump();
  }

  @Override
  protected Subject subject() {
    return subject(source);
  }

  @Override
  protected void change() {
    int last = Site.marks(source).getLast();
    Site.mark(source.database(), last + 1);
  }

  @Override
  protected Destination elsewhere() {
    String name = "other_" + UUID.randomUUID().toString().replace("-", "");
    source.database().update("create database " + name);
    try {
      return new Destination.Server(
          subject(
              site.open(
                  source.definition().toBuilder().database(name).build(),
                  String.valueOf(source.password().get()),
                  Map.of())));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
