package dev.weir.store.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an upload, kept until the store has acknowledged it: in memory, or in a temporary file
 * where it is large.
 */
public final class Part implements AutoCloseable {
  private static final int MOST_IN_MEMORY = 32 << 20;
  private static final int FIRST = 64 << 10;

  private final int number;
  private final int capacity;
  private final @Nullable FileChannel file;
  private byte[] memory;
  private int size;

  private Part(int number, int capacity, @Nullable FileChannel file) {
    this.number = number;
    this.capacity = capacity;
    this.file = file;
    this.memory = new byte[file == null ? Math.min(number == 1 ? FIRST : capacity, capacity) : 0];
  }

  static Part of(int number, int capacity) throws IOException {
    return new Part(number, capacity, capacity > MOST_IN_MEMORY ? temporary() : null);
  }

  /** A part that is a whole object. */
  public static Part whole(byte[] content) {
    Part part = new Part(1, content.length, null);
    part.memory = content;
    part.size = content.length;
    return part;
  }

  private static FileChannel temporary() throws IOException {
    Path path = Files.createTempFile("weir-part-", ".tmp");
    return FileChannel.open(
        path,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** Counts from 1. */
  public int number() {
    return number;
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  boolean large() {
    return file != null;
  }

  boolean full() {
    return size == capacity;
  }

  /** Takes as many bytes as fit, and says how many. */
  int fill(byte[] bytes, int offset, int length) throws IOException {
    int count = Math.min(length, capacity - size);
    if (file != null) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, count);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
    } else {
      if (size + count > memory.length) {
        memory = Arrays.copyOf(memory, Math.min(capacity, Math.max(size + count, size * 2)));
      }
      System.arraycopy(bytes, offset, memory, size, count);
    }
    size += count;
    return count;
  }

  /** Its bytes from the first on; each one read counts as movement. */
  public InputStream stream(AtomicLong moved) {
    return new Moving(content(), moved);
  }

  private InputStream content() {
    FileChannel channel = file;
    return channel == null
        ? new ByteArrayInputStream(memory, 0, size)
        : Channels.newInputStream(new FromStart(channel, size));
  }

  /** As services want it: four bytes, the highest first. */
  public byte[] crc32c() throws IOException {
    CRC32C checksum = new CRC32C();
    each(checksum::update);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
  }

  /** As services want it. */
  public byte[] md5() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      each(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }

  private void each(Pieces pieces) throws IOException {
    byte[] piece = new byte[FIRST];
    try (InputStream in = content()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        pieces.take(piece, 0, count);
      }
    }
  }

  private interface Pieces {
    void take(byte[] bytes, int offset, int length);
  }

  @Override
  public void close() throws IOException {
    memory = new byte[0];
    if (file != null) {
      file.close();
    }
  }
}
