package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who is at work on a repository: an object each, renewed while its owner lives. Whoever begins
 * puts its own lease first and looks at the others' then, so that of two which begin at once at
 * least one sees the other. Ages are measured by the clock of the store alone.
 */
public final class Leases {
  private static final int ATTEMPTS = 6;
  private static final JsonMapper JSON = new JsonMapper();
  private final ObjectStore store;
  private final Clock clock;
  private final Duration life;

  Leases(ObjectStore store, Clock clock, Duration life) {
    this.store = store;
    this.clock = clock;
    this.life = life;
  }

  /** After how long without renewal an owner is taken for dead. */
  Duration life() {
    return life;
  }

  /**
   * Begins work; waits a little for others that stand in the way.
   *
   * @throws dev.weir.api.Unavailable with {@code BACKUP-011} when they go on
   */
  public HeldLease begin(Purpose purpose, String database, List<String> uses, String line) {
    try {
      for (int attempt = 1; ; attempt++) {
        HeldLease held = put(purpose, database, uses, line);
        Optional<Lease> other = inTheWay(held.lease());
        if (other.isEmpty()) {
          return held;
        }
        held.close();
        if (attempt == ATTEMPTS) {
          throw busy(other.get());
        }
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(50, 100) * (long) attempt);
      }
    } catch (IOException failed) {
      throw StorageFailure.of(store.location(), "take a lease", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw BackupError.BUSY.because("Interrupted while waiting for other work.", interrupted);
    }
  }

  private static RuntimeException busy(Lease other) {
    return BackupError.BUSY.because(
        "Other work ("
            + other.purpose().name().toLowerCase(java.util.Locale.ROOT)
            + " "
            + other.database()
            + ", by "
            + other.by()
            + ", since "
            + other.started()
            + ") is under way on the same backups.");
  }

  private HeldLease put(Purpose purpose, String database, List<String> uses, String line)
      throws IOException {
    while (true) {
      Instant now = clock.instant();
      String id = BackupId.at(now);
      Lease lease = new Lease(id, purpose, database, uses, line, Worker.NAME, now, now);
      if (store.put(key(lease), JSON.writeValueAsBytes(lease), Mode.NEW)) {
        return new HeldLease(this, lease);
      }
    }
  }

  private Optional<Lease> inTheWay(Lease own) throws IOException {
    return live().stream()
        .filter(other -> !other.id().equals(own.id()) && own.conflictsWith(other))
        .findFirst();
  }

  /** Those whose owners live. Those of the dead are removed once they are long out of date. */
  public List<Lease> live() throws IOException {
    List<ObjectFacts> all = new ArrayList<>();
    store.list(Places.LEASES, all::add);
    if (all.isEmpty()) {
      return List.of();
    }
    Instant now = storeTime();
    List<Lease> live = new ArrayList<>();
    for (ObjectFacts each : all) {
      Duration silent = Duration.between(each.modified(), now);
      if (silent.compareTo(life) <= 0) {
        read(each).ifPresent(live::add);
      } else if (silent.compareTo(life.multipliedBy(10)) > 0) {
        store.delete(each.key());
      }
    }
    return live;
  }

  /** What time it is by the clock of the store: that of an object just written. */
  Instant storeTime() throws IOException {
    String key = Places.LEASES + "clock-" + ThreadLocalRandom.current().nextInt(1 << 20);
    store.put(key, new byte[0], Mode.REPLACE);
    try {
      return store.find(key).map(ObjectFacts::modified).orElseGet(clock::instant);
    } finally {
      store.delete(key);
    }
  }

  private Optional<Lease> read(ObjectFacts facts) throws IOException {
    if (facts.size() == 0) {
      return Optional.empty();
    }
    try (InputStream in = store.read(facts.key(), 0)) {
      return Optional.of(JSON.readValue(in.readAllBytes(), Lease.class).seen(facts.modified()));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    } catch (JacksonException broken) {
      throw BackupError.BUSY.because(
          "The lease " + facts.key() + " cannot be read; remove it if nothing is at work.", broken);
    }
  }

  boolean renew(Lease lease) throws IOException {
    if (store.find(key(lease)).isEmpty()) {
      return false;
    }
    store.put(key(lease), JSON.writeValueAsBytes(lease), Mode.REPLACE);
    return true;
  }

  void end(Lease lease) {
    try {
      store.delete(key(lease));
    } catch (IOException left) {
      // It runs out by itself.
    }
  }

  private static String key(Lease lease) {
    return Places.LEASES + lease.id() + ".json";
  }

  private static final class Worker {
    static final String NAME = host() + "/" + ProcessHandle.current().pid();

    private static String host() {
      try {
        return java.net.InetAddress.getLocalHost().getHostName();
      } catch (java.net.UnknownHostException unnamed) {
        return "localhost";
      }
    }
  }
}
