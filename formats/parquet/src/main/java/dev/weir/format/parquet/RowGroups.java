package dev.weir.format.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, collected until a group of them is worth writing. Parquet's own writer of
 * whole files would do this too, and wants Hadoop for it.
 */
final class RowGroups implements AutoCloseable {
  private static final long GROUP = 16 << 20;
  private static final int LOOK_EVERY = 128;

  private final MessageType schema;
  private final ParquetProperties properties = ParquetProperties.builder().build();
  private final ParquetFileWriter file;
  private final MessageColumnIO shape;
  private Group group;
  private int groups;

  RowGroups(MessageType schema, OutputStream out) throws IOException {
    this.schema = schema;
    this.shape = new ColumnIOFactory().getColumnIO(schema);
    this.file =
        new ParquetFileWriter(
            new StreamFile(out), schema, ParquetFileWriter.Mode.CREATE, GROUP, 0, null, properties);
    file.start();
    this.group = new Group();
  }

  /** The rows that wait to be written. */
  private final class Group {
    private final ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            new GzipPages(),
            schema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled(),
            null,
            groups);
    private final ColumnWriteStore columns = properties.newColumnWriteStore(schema, pages, pages);
    private final RecordConsumer consumer = shape.getRecordWriter(columns);
    private long rows;

    boolean full() {
      return rows % LOOK_EVERY == 0 && columns.getBufferedSize() >= GROUP;
    }

    void write() throws IOException {
      consumer.flush();
      columns.flush();
      file.startBlock(rows);
      pages.flushToFileWriter(file);
      file.endBlock();
      close();
    }

    void close() {
      columns.close();
      pages.close();
    }
  }

  void begin() {
    group.consumer.startMessage();
  }

  void value(ParquetColumn column, int place, @Nullable Object value) {
    if (value != null) {
      String name = column.type().getName();
      group.consumer.startField(name, place);
      column.cell().write(group.consumer, value);
      group.consumer.endField(name, place);
    }
  }

  void end() throws IOException {
    group.consumer.endMessage();
    group.rows++;
    if (group.full()) {
      next();
    }
  }

  private void next() throws IOException {
    group.write();
    groups++;
    group = new Group();
  }

  /** Writes the rest and the footer, which makes it a whole file. */
  void finish() throws IOException {
    if (group.rows > 0) {
      next();
    }
    file.end(Map.of());
  }

  @Override
  public void close() throws IOException {
    group.close();
    file.close();
  }
}
