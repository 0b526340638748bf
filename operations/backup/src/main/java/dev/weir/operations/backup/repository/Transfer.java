package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.stream.Meter;
import dev.weir.operations.backup.stream.Resuming;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.Work;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Copies one backup as it is stored, each file compared with its checksum on the way and the
 * manifest last. What an attempt before has copied is not copied again.
 */
public final class Transfer {
  private final Repository from;
  private final Repository to;
  private final Work work;

  public Transfer(Repository from, Repository to, Work work) {
    this.from = from;
    this.to = to;
    this.work = work;
  }

  /** False when it was there already; a hold that has changed since is brought over then. */
  public boolean run(Manifest backup) {
    Optional<Manifest> there = to.find(backup.database(), backup.id());
    if (there.isPresent()) {
      follow(backup, there.get());
      return false;
    }
    List<String> uses = List.of(backup.id());
    try (HeldLease _ = from.leases().begin(Purpose.READ, backup.database(), uses, "");
        HeldLease lease = to.leases().begin(Purpose.CREATE, backup.database(), uses, "")) {
      removeMark(backup);
      for (StoredFile file : backup.files()) {
        file(backup, file);
      }
      lease.check();
      if (!to.put(backup, Mode.NEW) && to.find(backup.database(), backup.id()).isEmpty()) {
        throw BackupError.LEASE_LOST.because(
            "The copy of the "
                + backup.describe()
                + " to "
                + to.location()
                + " was taken for dead and removed.");
      }
      return true;
    }
  }

  /** Of an earlier copy that broke off and was collected. */
  private void removeMark(Manifest backup) {
    String key = to.place(backup) + Places.MANIFEST;
    try {
      Optional<byte[]> there = Repository.read(to.store(), key);
      if (there.isPresent() && Arrays.equals(there.get(), Repository.COLLECTED)) {
        to.store().delete(key);
      }
    } catch (IOException failed) {
      throw StorageFailure.of(to.location(), "copy to " + key, failed);
    }
  }

  private void follow(Manifest backup, Manifest there) {
    boolean same = java.util.Objects.equals(backup.hold(), there.hold());
    if (!same) {
      to.edit(backup.database(), backup.id(), manifest -> manifest.with(backup.hold()));
    }
  }

  private void file(Manifest backup, StoredFile file) {
    String key = from.place(backup) + file.object();
    try {
      Optional<ObjectFacts> there = to.store().find(key);
      if (there.isPresent() && there.get().size() == file.storedSize()) {
        return;
      }
      Meter meter = new Meter();
      try (InputStream in = new Resuming(from.store(), key);
          ObjectUpload out = to.store().create(key)) {
        pour(in, out, meter);
        if (!meter.sha256().equals(file.storedSha256())) {
          throw BackupError.CONTENT_DAMAGED.because(
              "The file "
                  + file.object()
                  + " of the "
                  + backup.describe()
                  + " in "
                  + from.location()
                  + " is not what was stored, and was not copied.");
        }
        out.commit(Mode.REPLACE);
      }
    } catch (IOException failed) {
      throw StorageFailure.of(to.location(), "copy " + key, failed);
    }
  }

  private void pour(InputStream in, ObjectUpload out, Meter meter) throws IOException {
    byte[] buffer = new byte[1 << 18];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      work.check();
      meter.pass(buffer, 0, read);
      out.write(buffer, 0, read);
      work.advance(read);
    }
  }
}
