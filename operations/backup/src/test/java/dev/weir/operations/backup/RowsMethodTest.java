package dev.weir.operations.backup;

import dev.weir.operations.backup.contract.BackupContract;
import dev.weir.spi.backup.BackupMethod;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract holds for the method that the other tests use. */
class RowsMethodTest extends BackupContract {
  @TempDir Path databases;
  private final Items items = new Items();
  private Subject subject;
  private int changes;

  @BeforeEach
  void fill() {
    subject = items.of("clinic", databases.resolve("clinic.db"), 50);
  }

  @AfterEach
  void close() {
    items.close();
  }

  @Override
  protected BackupMethod method() {
    return new RowsMethod();
  }

  @Override
  protected Subject subject() {
    return subject;
  }

  @Override
  protected void change() {
    changes++;
    Items.add(subject.database(), 100 * changes, 100 * changes + 10);
  }

  @Override
  protected Destination elsewhere() {
    return new Destination.Server(items.of("other", databases.resolve("other.db"), 0));
  }
}
