package dev.weir.format.arrow;

import dev.weir.api.Column;
import dev.weir.api.Rows;
import dev.weir.engine.encode.Encoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Arrow IPC stream in batches of up to 1,024 rows or some 4 MB.
 *
 * <p>Whole numbers are {@code int64}, floats {@code float64}, text {@code utf8}, binary {@code
 * binary}, dates {@code date32}, times {@code time64[ns]}, timestamps {@code timestamp[us]}, those
 * with a zone {@code timestamp[us, UTC]} (the instant is kept, the offset is not). UUID and JSON
 * carry Arrow's canonical extension names; maps are JSON. Times with a zone and intervals are text.
 * A result does not tell how many digits its decimals have, nor what its arrays hold, so the first
 * batch decides: {@code decimal128(38, s)} or {@code decimal256(76, s)} with the largest scale met,
 * lists of {@code int64}, {@code float64}, {@code bool} or {@code utf8}. A value that does not fit
 * (NaN and infinity among decimals and times, a later decimal with more digits) is refused with
 * {@code WEIR-012}, never rounded; a cast in the statement mends it.
 *
 * <p>A broken result ends in the head of a message without its body, which readers refuse. Needs
 * the JVM options {@code --add-opens=java.base/java.nio=ALL-UNNAMED} and {@code
 * --sun-misc-unsafe-memory-access=allow}.
 */
public final class ArrowEncoder implements Encoder {
  private static final int BATCH_ROWS = 1024;
  private static final long BATCH_WEIGHT = 4 << 20;

  /** A continuation marker and the length of a message that never follows. */
  private static final byte[] BROKEN = {-1, -1, -1, -1, 64, 0, 0, 0};

  @Override
  public String name() {
    return "arrow";
  }

  @Override
  public String mediaType() {
    return "application/vnd.apache.arrow.stream";
  }

  @Override
  public boolean text() {
    return false;
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    List<@Nullable Object[]> batch = batch(rows);
    List<Vector> vectors = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      vectors.add(vector(rows.columns().get(i), i, batch));
    }
    Schema schema = new Schema(vectors.stream().map(Vector::field).toList());
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      // The writer holds nothing, and its close() would end the stream as if it were whole.
      ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(buffered));
      writer.start();
      for (; !batch.isEmpty(); batch = batch(rows)) {
        fill(root, vectors, batch);
        writer.writeBatch();
      }
      writer.end();
    } catch (RuntimeException e) {
      breakOff(buffered, e);
      throw e;
    }
    buffered.flush();
  }

  private static void breakOff(OutputStream out, RuntimeException cause) {
    try {
      out.write(BROKEN);
      out.flush();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static List<@Nullable Object[]> batch(Rows rows) {
    List<@Nullable Object[]> batch = new ArrayList<>();
    int columns = rows.columns().size();
    long weight = 0;
    while (batch.size() < BATCH_ROWS && weight < BATCH_WEIGHT && rows.next()) {
      @Nullable Object[] row = new @Nullable Object[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = rows.value(i);
        weight += weight(row[i]);
      }
      batch.add(row);
    }
    return batch;
  }

  private static long weight(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length();
      case byte[] octets -> octets.length;
      case List<?> elements -> elements.stream().mapToLong(ArrowEncoder::weight).sum();
      case null, default -> 16;
    };
  }

  private static Vector vector(Column column, int place, List<@Nullable Object[]> batch) {
    List<Object> sample = new ArrayList<>();
    for (@Nullable Object[] row : batch) {
      Object value = row[place];
      if (value != null) {
        sample.add(value);
      }
    }
    return Vector.of(column, sample);
  }

  private static void fill(
      VectorSchemaRoot root, List<Vector> vectors, List<@Nullable Object[]> batch) {
    root.clear();
    for (int i = 0; i < vectors.size(); i++) {
      Vector.Filler filler = vectors.get(i).filler().apply(root.getVector(i));
      for (int n = 0; n < batch.size(); n++) {
        Object value = batch.get(n)[i];
        if (value != null) {
          filler.set(n, value);
        }
      }
    }
    root.setRowCount(batch.size());
  }
}
