package dev.weir.operations.backup.repository;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Brake;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.operations.backup.stream.ContentWriter;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.Work;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backup that is being made. It becomes one when its manifest is written, last and in one step;
 * closing it before that leaves nothing behind. Thread-safe.
 */
public final class Draft implements BackupSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Draft.class);
  private static final String CONTENT = "content/";
  private final Repository repository;
  private final String database;
  private final HeldLease lease;
  private final Recipe recipe;
  private final Map<String, ContentWriter> open = new LinkedHashMap<>();
  private final Map<String, String> objects = new LinkedHashMap<>();
  private final Map<String, StoredFile> files = new LinkedHashMap<>();
  private boolean committed;
  private volatile @Nullable IOException failure;

  /**
   * How its files are written.
   *
   * @param workers threads that compress each file
   * @param encrypt true takes the newest key
   */
  public record Recipe(
      Compression compression, int workers, boolean encrypt, Brake brake, Work work) {}

  /**
   * Begins one.
   *
   * @param bases the backups that it builds on, which must stay
   * @param line what no two may make at once; empty for none
   */
  public static Draft begin(
      Repository repository, String database, List<String> bases, String line, Recipe recipe) {
    Places.database(database);
    if (recipe.encrypt() && repository.keys().isEmpty()) {
      throw BackupError.KEY_MISSING.because(
          "The backup of " + database + " shall be encrypted, and there are no backup keys here.");
    }
    HeldLease lease = repository.leases().begin(Purpose.CREATE, database, bases, line);
    return new Draft(repository, database, lease, recipe);
  }

  private Draft(Repository repository, String database, HeldLease lease, Recipe recipe) {
    this.repository = repository;
    this.database = database;
    this.lease = lease;
    this.recipe = recipe;
  }

  public String id() {
    return lease.id();
  }

  /** What an encrypted file is bound to, so that files cannot be swapped. */
  static String about(String id, String file) {
    return id + "/" + file;
  }

  @Override
  public synchronized OutputStream file(String name, boolean compressed) throws IOException {
    Compression compression = compressed ? Compression.NONE : recipe.compression();
    BackupKeys keys = repository.keys();
    @Nullable String key = recipe.encrypt() ? keys.current().orElseThrow() : null;
    String object = object(name, compression, key != null);
    String path = Places.backup(database, id()) + object;
    ContentWriter.Recipe how =
        new ContentWriter.Recipe(
            compression,
            recipe.workers(),
            keys,
            key,
            about(id(), name),
            recipe.brake(),
            recipe.work());
    ContentWriter writer = writer(name, object, path, how);
    open.put(name, writer);
    return writer;
  }

  @Override
  public String compression() {
    return recipe.compression().program();
  }

  /** Encryption writes a header at once, so already the beginning may fail. */
  private ContentWriter writer(String name, String object, String path, ContentWriter.Recipe how)
      throws IOException {
    ObjectUpload upload = upload(path);
    boolean begun = false;
    try {
      ContentWriter writer = new ContentWriter(name, object, how, upload, this::ended);
      begun = true;
      return writer;
    } finally {
      if (!begun) {
        upload.close();
      }
    }
  }

  private ObjectUpload upload(String path) throws IOException {
    try {
      return new Watched(repository.store().create(path), broken -> failure = broken);
    } catch (IOException broken) {
      failure = broken;
      throw broken;
    }
  }

  private String object(String name, Compression compression, boolean encrypted) {
    if (objects.containsKey(name)) {
      throw BackupError.INVALID_NAME.because(
          "The method writes the file " + name + " of the backup " + id() + " twice.");
    }
    String ending = compression.ending() + (encrypted ? ".tink" : "");
    String object = CONTENT + Places.encoded(name) + ending;
    // 'a.zst' as it is, and 'a' compressed, would be one.
    for (int again = 2; objects.containsValue(object); again++) {
      object = CONTENT + Places.encoded(name) + "=" + again + ending;
    }
    objects.put(name, object);
    return object;
  }

  private synchronized void ended(StoredFile file) {
    open.remove(file.name());
    files.put(file.name(), file);
  }

  /** The files so far, in the order in which they were begun. */
  public synchronized List<StoredFile> files() {
    List<String> order = new ArrayList<>(objects.keySet());
    return files.values().stream()
        .sorted(Comparator.comparingInt(file -> order.indexOf(file.name())))
        .toList();
  }

  /** What the storage failed with, if it did: the reason behind whatever the method says. */
  public Optional<WeirException> failure() {
    IOException broken = failure;
    return broken == null
        ? Optional.empty()
        : Optional.of(
            StorageFailure.of(repository.location(), "store the backup of " + database, broken));
  }

  /**
   * Makes it a backup.
   *
   * @throws dev.weir.api.Failed with {@code BACKUP-017} when it was taken for dead meanwhile
   */
  public synchronized Manifest commit(Manifest manifest) {
    abandonOpen();
    recipe.work().check();
    lease.check();
    if (!repository.put(manifest, Mode.NEW)) {
      throw BackupError.LEASE_LOST.because(
          "The " + manifest.describe() + " was taken for dead and its content removed.");
    }
    committed = true;
    return manifest;
  }

  private void abandonOpen() {
    open.values().forEach(ContentWriter::abandon);
    open.clear();
  }

  @Override
  public synchronized void close() {
    try {
      if (!committed) {
        abandonOpen();
        discard();
      }
    } finally {
      lease.close();
    }
  }

  private void discard() {
    // A cancel interrupts, and an interrupted thread can remove nothing.
    boolean interrupted = Thread.interrupted();
    String root = Places.backup(database, id());
    for (String object : objects.values()) {
      try {
        repository.store().delete(root + object);
      } catch (IOException | RuntimeException left) {
        LOG.warn(
            "{} was left behind; `weir backup gc` removes it",
            root + object,
            StorageFailure.of(repository.location(), "remove it", asIo(left)));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException asIo(Exception failed) {
    return failed instanceof IOException io ? io : new IOException(failed);
  }
}
