package dev.weir.operations.backup.repository;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A place that holds backups which describe themselves. A backup is what has a manifest, which is
 * written last; what has none is not a backup, and {@link Garbage} removes it. Thread-safe, and
 * safe among processes.
 */
public final class Repository implements AutoCloseable {
  /** After how long without a sign of life somebody at work is taken for dead. */
  public static final Duration LEASE = Duration.ofMinutes(2);

  /** Takes the place of a manifest that was never written, so that it never will be. */
  static final byte[] COLLECTED =
      "{\"format\":\"weir-collected/1\"}\n".getBytes(StandardCharsets.UTF_8);

  private static final JsonMapper JSON = new JsonMapper();
  private final ObjectStore store;
  private final BackupKeys keys;
  private final RepositoryFacts facts;
  private final Leases leases;
  private final Clock clock;

  private Repository(
      ObjectStore store, BackupKeys keys, RepositoryFacts facts, Clock clock, Duration lease) {
    this.store = store;
    this.keys = keys;
    this.facts = facts;
    this.clock = clock;
    this.leases = new Leases(store, clock, lease);
  }

  /**
   * Opens the repository in a store, or makes one when the store is empty.
   *
   * @throws WeirException with {@code BACKUP-001} for another tool's repository, {@code BACKUP-002}
   *     for a place that holds something else, {@code BACKUP-003} to {@code BACKUP-005} when the
   *     storage fails
   */
  public static Repository open(ObjectStore store, BackupKeys keys) {
    return open(store, keys, Clock.systemUTC(), LEASE);
  }

  /** With a clock and a life of leases of one's own. */
  public static Repository open(ObjectStore store, BackupKeys keys, Clock clock, Duration lease) {
    try {
      return new Repository(store, keys, facts(store, clock), clock, lease);
    } catch (IOException failed) {
      throw StorageFailure.of(store.location(), "open the repository", failed);
    }
  }

  private static RepositoryFacts facts(ObjectStore store, Clock clock) throws IOException {
    Optional<byte[]> there = read(store, Places.REPOSITORY);
    if (there.isEmpty()) {
      OtherTools.refuse(store);
      RepositoryFacts fresh =
          new RepositoryFacts(
              RepositoryFacts.FORMAT, UUID.randomUUID().toString(), clock.instant());
      store.put(Places.REPOSITORY, JSON.writeValueAsBytes(fresh), Mode.NEW);
      // Whoever was first has won.
      there = read(store, Places.REPOSITORY);
    }
    return parse(there.orElseThrow(() -> new IOException("it was removed")), store);
  }

  private static RepositoryFacts parse(byte[] text, ObjectStore store) {
    try {
      String format = JSON.readTree(text).path("format").asString("");
      if (!format.equals(RepositoryFacts.FORMAT)) {
        throw BackupError.NEWER_FORMAT.because(
            "The repository " + store.location() + " is of the format '" + format + "'.");
      }
      return JSON.readValue(text, RepositoryFacts.class);
    } catch (JacksonException broken) {
      throw BackupError.MANIFEST_DAMAGED.because(
          "The file " + Places.REPOSITORY + " of " + store.location() + " is damaged.", broken);
    }
  }

  static Optional<byte[]> read(ObjectStore store, String key) throws IOException {
    try (InputStream in = store.read(key, 0)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  public String id() {
    return facts.id();
  }

  /** Where it is, without credentials. */
  public String location() {
    return store.location();
  }

  public ObjectStore store() {
    return store;
  }

  public BackupKeys keys() {
    return keys;
  }

  public Leases leases() {
    return leases;
  }

  Clock clock() {
    return clock;
  }

  /**
   * What it holds now, in one pass.
   *
   * @param database null for all
   */
  public Listing list(@Nullable String database) {
    List<String> manifests = new ArrayList<>();
    String prefix = database == null ? Places.BACKUPS : Places.database(database);
    try {
      store.list(
          prefix,
          each -> {
            if (isManifest(each.key()) && each.size() != COLLECTED.length) {
              manifests.add(each.key());
            }
          });
    } catch (IOException failed) {
      throw StorageFailure.of(location(), "list the backups", failed);
    }
    return listing(Parallel.map(manifests, this::entry));
  }

  private static Listing listing(List<Optional<Object>> entries) {
    List<Manifest> backups = new ArrayList<>();
    List<Listing.Damaged> damaged = new ArrayList<>();
    for (Optional<Object> entry : entries) {
      switch (entry.orElse(null)) {
        case Manifest manifest -> backups.add(manifest);
        case Listing.Damaged broken -> damaged.add(broken);
        case null, default -> {}
      }
    }
    backups.sort(Comparator.comparing(Manifest::started).thenComparing(Manifest::id));
    return new Listing(backups, damaged);
  }

  private Optional<Object> entry(String key) {
    String[] parts = key.split("/");
    try {
      return find(parts[1], parts[2]).map(Object.class::cast);
    } catch (WeirException broken) {
      if (broken.code() == BackupError.STORAGE_FAILED) {
        throw broken;
      }
      return Optional.of(
          new Listing.Damaged(
              parts[1], parts[2], broken.code().id(), String.valueOf(broken.getMessage())));
    }
  }

  static boolean isManifest(String key) {
    String[] parts = key.split("/");
    return parts.length == 4 && parts[3].equals(Places.MANIFEST) && BackupId.is(parts[2]);
  }

  /** A backup's manifest; empty when there is none. */
  public Optional<Manifest> find(String database, String id) {
    String key = Places.manifest(database, id);
    try {
      return read(store, key)
          .filter(text -> !Arrays.equals(text, COLLECTED))
          .map(text -> checked(ManifestText.read(text, keys, key), database, id));
    } catch (IOException failed) {
      throw StorageFailure.of(location(), "read " + key, failed);
    }
  }

  private static Manifest checked(Manifest manifest, String database, String id) {
    if (!manifest.id().equals(id) || !manifest.database().equals(database)) {
      throw BackupError.MANIFEST_DAMAGED.because(
          "The manifest "
              + Places.manifest(database, id)
              + " belongs to "
              + manifest.describe()
              + ": manifests were swapped.");
    }
    return manifest;
  }

  /**
   * A backup's manifest.
   *
   * @throws dev.weir.api.Rejected with {@code BACKUP-008} when there is none
   */
  public Manifest manifest(String database, String id) {
    if (!BackupId.is(id)) {
      throw BackupError.UNKNOWN_BACKUP.because(
          "The id of a backup looks like 20261121T132455Z-7f3a; it is " + id + ".");
    }
    return find(database, id)
        .orElseThrow(() ->
            BackupError.UNKNOWN_BACKUP.because(
                "There is no backup " + id + " of " + database + " in " + location() + "."));
  }

  /** What the keys of its files are below. */
  public String place(Manifest manifest) {
    return Places.backup(manifest.database(), manifest.id());
  }

  /** Its content, read back and checked on the way. */
  public BackupContent content(Manifest manifest) {
    return new StoredContent(this, manifest);
  }

  /** The archived log of a database. */
  public RepositoryLog log(String database) {
    return new RepositoryLog(this, database);
  }

  /** Changes a manifest by replacing it whole. */
  public Manifest edit(String database, String id, UnaryOperator<Manifest> change) {
    try (HeldLease held = leases.begin(Purpose.EDIT, database, List.of(id), "")) {
      Manifest changed = change.apply(manifest(database, id));
      held.check();
      put(changed, Mode.REPLACE);
      return changed;
    }
  }

  /** Writes a manifest; false when the mode is NEW and its place is taken. */
  boolean put(Manifest manifest, Mode mode) {
    String key = Places.manifest(manifest.database(), manifest.id());
    try {
      return store.put(key, ManifestText.write(manifest, keys), mode);
    } catch (IOException failed) {
      throw StorageFailure.of(location(), "write " + key, failed);
    }
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "repository " + location();
  }
}
