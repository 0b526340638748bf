package dev.weir.backup.sqlite;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteContractIT extends BackupContract {
  @TempDir Path folder;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private Subject subject;

  @BeforeEach
  void fill() {
    subject = open("ledger.db");
    subject.database().update("create table marks (id integer primary key, note text)");
    change();
  }

  @AfterEach
  void leave() {
    engine.close(Duration.ofSeconds(1));
  }

  private Subject open(String file) {
    Definition definition =
        Definition.builder("db-" + UUID.randomUUID(), "SQLITE")
            .database(folder.resolve(file).toString())
            .parameter("create", "true")
            .build();
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(definition);
    engine.reload(all);
    return new Subject(engine.database(definition.name()), definition, () -> null);
  }

  @Override
  protected BackupMethod method() {
    return new SqliteBackup();
  }

  @Override
  protected Subject subject() {
    return subject;
  }

  @Override
  protected void change() {
    subject.database().update("insert into marks (note) values ('one more')");
  }

  @Override
  protected Destination elsewhere() {
    return new Destination.Server(open("other-" + UUID.randomUUID() + ".db"));
  }
}
