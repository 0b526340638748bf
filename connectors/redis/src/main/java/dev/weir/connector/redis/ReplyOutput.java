package dev.weir.connector.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what lettuce decodes of one answer into a {@link Reply}. */
final class ReplyOutput extends CommandOutput<byte[], byte[], Reply> {
  private final Deque<Frame> open = new ArrayDeque<>();

  /** A collection that still waits for {@code missing} items. */
  private static final class Frame {
    private final List<Reply> items;
    private final boolean map;
    private int missing;

    Frame(int size, boolean map) {
      this.items = new ArrayList<>(Math.min(size, 4096));
      this.map = map;
      this.missing = size;
    }

    Reply reply() {
      return map ? new Reply.Pairs(items) : new Reply.Items(items);
    }
  }

  @SuppressWarnings("NullAway") // lettuce has no annotations; the output is null until it came
  ReplyOutput() {
    super(ByteArrayCodec.INSTANCE, null);
  }

  private void add(Reply reply) {
    Reply next = reply;
    while (!open.isEmpty()) {
      Frame frame = open.getLast();
      frame.items.add(next);
      if (--frame.missing > 0) {
        return;
      }
      open.removeLast();
      next = frame.reply();
    }
    output = next;
  }

  private void begin(int size, boolean map) {
    if (size < 0) {
      add(new Reply.Nil());
    } else if (size == 0) {
      add(new Frame(0, map).reply());
    } else {
      open.addLast(new Frame(size, map));
    }
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Override
  public void set(@Nullable ByteBuffer bytes) {
    add(bytes == null ? new Reply.Nil() : new Reply.Bulk(copy(bytes)));
  }

  @Override
  public void setBigNumber(ByteBuffer bytes) {
    add(new Reply.Big(new BigDecimal(text(bytes))));
  }

  @Override
  public void set(long value) {
    add(new Reply.Whole(value));
  }

  @Override
  public void set(double value) {
    add(new Reply.Fraction(value));
  }

  @Override
  public void set(boolean value) {
    add(new Reply.Truth(value));
  }

  /** Kept as a reply rather than as lettuce's exception, whose message may hold arguments. */
  @Override
  public void setError(ByteBuffer bytes) {
    add(new Reply.Fault(text(bytes)));
  }

  @Override
  public void multi(int count) {
    begin(count, false);
  }

  @Override
  public void multiArray(int count) {
    begin(count, false);
  }

  @Override
  public void multiPush(int count) {
    begin(count, false);
  }

  @Override
  public void multiSet(int count) {
    begin(count, false);
  }

  @Override
  public void multiMap(int count) {
    begin(count < 0 ? count : count * 2, true);
  }
}
