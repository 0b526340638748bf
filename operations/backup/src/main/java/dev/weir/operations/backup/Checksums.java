package dev.weir.operations.backup;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.stream.Meter;
import dev.weir.operations.backup.stream.Resuming;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Finding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Reads all of a backup, as it is stored and as the method wrote it. */
final class Checksums {
  static final String CHECK = "checksum";
  private final Repository repository;
  private final Manifest backup;
  private final Job job;

  Checksums(Repository repository, Manifest backup, Job job) {
    this.repository = repository;
    this.backup = backup;
    this.job = job;
  }

  List<Finding> run() {
    job.step("Compare the checksums");
    boolean readable =
        backup.encryption() == null || repository.keys().ids().contains(backup.encryption().key());
    List<Finding> findings = new ArrayList<>();
    for (StoredFile file : backup.files()) {
      findings.add(readable ? plain(file) : stored(file));
    }
    if (!readable) {
      findings.add(
          new Finding(
              "key",
              "",
              Outcome.SKIPPED,
              "The key is not here, so only what is stored was compared."));
    }
    return findings;
  }

  /** What is stored may differ in ways that reading forgives, so both are compared. */
  private Finding plain(StoredFile file) {
    Finding stored = stored(file);
    if (stored.outcome() != Outcome.OK) {
      return stored;
    }
    BackupContent content = repository.content(backup);
    try (InputStream in = content.read(file.name())) {
      drain(in, new Meter());
      return stored;
    } catch (WeirException wrong) {
      return failed(file, wrong);
    } catch (IOException broken) {
      return failed(file, StorageFailure.of(repository.location(), "read a backup", broken));
    }
  }

  private Finding stored(StoredFile file) {
    Meter meter = new Meter();
    try (InputStream in =
        new Resuming(repository.store(), repository.place(backup) + file.object())) {
      drain(in, meter);
    } catch (NoSuchFileException gone) {
      return finding(file, Outcome.FAILED, "It is gone.");
    } catch (IOException broken) {
      throw StorageFailure.of(repository.location(), "read a backup", broken);
    }
    if (meter.bytes() != file.storedSize()) {
      return finding(
          file,
          Outcome.FAILED,
          "It has " + meter.bytes() + " bytes where " + file.storedSize() + " were stored.");
    }
    return meter.sha256().equals(file.storedSha256())
        ? finding(file, Outcome.OK, file.storedSize() + " bytes as they were stored.")
        : finding(file, Outcome.FAILED, "Its SHA-256 differs: it was changed.");
  }

  private void drain(InputStream in, Meter meter) throws IOException {
    byte[] buffer = new byte[1 << 18];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      job.check();
      meter.pass(buffer, 0, read);
    }
  }

  /** A store that fails says nothing of the backup. */
  private Finding failed(StoredFile file, WeirException wrong) {
    if (Storages.failed(wrong) || job.isCancelled()) {
      throw wrong;
    }
    return finding(file, Outcome.FAILED, String.valueOf(wrong.getMessage()));
  }

  private static Finding finding(StoredFile file, Outcome outcome, String detail) {
    return new Finding(CHECK, file.object(), outcome, detail);
  }
}
