package dev.weir.operations.backup;

import dev.weir.spi.store.ObjectFacts;
import dev.weir.spi.store.ObjectStore;
import dev.weir.spi.store.ObjectUpload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A real store with faults: each operation asks {@link Fault} first, which may throw, wait, or end
 * the process.
 */
final class FaultyStore implements ObjectStore {
  private final ObjectStore store;
  private final Fault fault;
  final AtomicLong operations = new AtomicLong();

  /** What goes wrong. */
  interface Fault {
    /**
     * @param operation such as {@code put}, {@code write} or {@code commit}; followed by {@code
     *     -done} once it has been done
     */
    void at(String operation, String key) throws IOException;
  }

  FaultyStore(ObjectStore store, Fault fault) {
    this.store = store;
    this.fault = fault;
  }

  private void before(String operation, String key) throws IOException {
    operations.incrementAndGet();
    fault.at(operation, key);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public ObjectUpload create(String key) throws IOException {
    before("create", key);
    ObjectUpload upload = store.create(key);
    return new ObjectUpload() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        before("write", key);
        upload.write(bytes, offset, length);
        fault.at("write-done", key);
      }

      @Override
      public void commit(Mode mode) throws IOException {
        before("commit", key);
        upload.commit(mode);
        fault.at("commit-done", key);
      }

      @Override
      public void close() throws IOException {
        upload.close();
      }
    };
  }

  @Override
  public boolean put(String key, byte[] content, Mode mode) throws IOException {
    before("put", key);
    boolean done = store.put(key, content, mode);
    fault.at("put-done", key);
    return done;
  }

  @Override
  public InputStream read(String key, long offset) throws IOException {
    before("read", key);
    return new FilterInputStream(store.read(key, offset)) {
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        fault.at("receive", key);
        return in.read(bytes, from, Math.min(length, 1000));
      }
    };
  }

  @Override
  public Optional<ObjectFacts> find(String key) throws IOException {
    before("find", key);
    return store.find(key);
  }

  @Override
  public void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException {
    before("list", prefix);
    store.list(prefix, consumer);
  }

  @Override
  public void delete(String key) throws IOException {
    before("delete", key);
    store.delete(key);
    fault.at("delete-done", key);
  }

  @Override
  public void discardUnfinished(Instant before) throws IOException {
    store.discardUnfinished(before);
  }

  @Override
  public void close() {
    store.close();
  }
}
