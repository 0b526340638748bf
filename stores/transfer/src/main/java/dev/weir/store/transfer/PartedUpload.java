package dev.weir.store.transfer;

import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * An upload in parts, a few of which are on their way while the next is filled. Memory is that of
 * {@code parallel + 1} parts; what the store has acknowledged is never sent again.
 */
public final class PartedUpload<T> extends ObjectUpload {
  private final Parts<T> parts;
  private final PartSizes sizes;
  private final int parallel;
  private final Semaphore room;
  private final List<FutureTask<T>> sent = new ArrayList<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile @Nullable Throwable failure;
  private Part filling;
  private boolean begun;
  private boolean ended;

  public PartedUpload(Parts<T> parts, PartSizes sizes, int parallel) throws IOException {
    this.parts = parts;
    this.sizes = sizes;
    this.parallel = parallel;
    this.room = new Semaphore(parallel);
    this.filling = Part.of(1, sizes.of(1));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    checkOpen();
    int done = 0;
    while (done < length) {
      if (filling.full()) {
        dispatch();
        filling = Part.of(sent.size() + 1, sizes.of(sent.size() + 1));
      }
      done += filling.fill(bytes, offset + done, length - done);
    }
  }

  @Override
  public void commit(Mode mode) throws IOException {
    checkOpen();
    if (!begun) {
      parts.whole(filling, mode);
    } else {
      if (filling.size() > 0) {
        dispatch();
      }
      parts.complete(acknowledged(), mode);
    }
    ended = true;
    filling.close();
  }

  /** Hands the full part to a thread of its own, when there is room for one more. */
  private void dispatch() throws IOException {
    if (!begun) {
      parts.begin();
      begun = true;
    }
    Part part = filling;
    int share = part.large() ? parallel : 1;
    acquire(share);
    checkOpen();
    FutureTask<T> task = new FutureTask<>(() -> send(part, share));
    sent.add(task);
    senders.removeIf(thread -> !thread.isAlive());
    senders.add(Thread.ofVirtual().name("weir-part-" + part.number()).start(task));
  }

  private T send(Part part, int share) throws IOException {
    try (part) {
      return parts.send(part);
    } catch (Throwable told) {
      failure = told;
      throw told;
    } finally {
      room.release(share);
    }
  }

  private List<T> acknowledged() throws IOException {
    acquire(parallel);
    room.release(parallel);
    checkOpen();
    List<T> all = new ArrayList<>();
    for (FutureTask<T> task : sent) {
      try {
        all.add(task.get());
      } catch (ExecutionException e) {
        throw told(e.getCause());
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    return all;
  }

  private void acquire(int share) throws IOException {
    try {
      room.acquire(share);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void checkOpen() throws IOException {
    if (ended) {
      throw new IOException("The upload is committed or closed already.");
    }
    if (failure != null) {
      throw told(failure);
    }
  }

  private static IOException told(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> new IOException(cause);
    };
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("The upload was interrupted.");
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    senders.forEach(Thread::interrupt);
    filling.close();
    if (begun) {
      awaitSenders();
      parts.abandon();
    }
  }

  /** A part that arrives after the rest was removed would stay. */
  private void awaitSenders() throws IOException {
    for (Thread sender : senders) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }
}
