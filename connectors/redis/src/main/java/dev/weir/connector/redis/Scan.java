package dev.weir.connector.redis;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.WeirException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Walks {@code SCAN}, {@code HSCAN}, {@code SSCAN} or {@code ZSCAN} from cursor to cursor to the
 * end, holding one page at a time. The cursor may be left out, as in {@code SCAN MATCH patient:*}.
 * As Redis says of SCAN, what changes meanwhile may come twice or not at all.
 */
final class Scan implements Iterator<@Nullable Object[]> {
  private static final int PAGE = 1_000;
  private static final Set<ErrorCode> LOST =
      Set.of(DatabaseError.CONNECTION_LOST, DatabaseError.CONNECTION_LOST_DURING);

  private final String command;
  private final List<byte[]> arguments;
  private final int cursorAt;
  private final Function<List<byte[]>, Reply> server;
  private Iterator<@Nullable Object[]> page = List.<@Nullable Object[]>of().iterator();
  private boolean ended;
  private boolean begun;

  /**
   * A scan that has fetched nothing yet.
   *
   * @param pageSize how many to look at in a round trip where the command does not say; 0 for 1,000
   * @param server runs a command and answers its reply, which is not an error
   */
  Scan(String command, List<byte[]> arguments, int pageSize, Function<List<byte[]>, Reply> server) {
    this.command = command;
    this.arguments = new ArrayList<>(arguments);
    this.cursorAt = command.equals("SCAN") ? 1 : 2;
    this.server = server;
    if (arguments.size() <= cursorAt || !isCursor(arguments.get(cursorAt))) {
      this.arguments.add(Math.min(cursorAt, arguments.size()), Texts.bytes("0"));
    }
    if (!CommandSpec.option(arguments, cursorAt, "COUNT")) {
      this.arguments.add(Texts.bytes("COUNT"));
      this.arguments.add(Texts.bytes(Integer.toString(pageSize == 0 ? PAGE : pageSize)));
    }
  }

  static boolean is(String command) {
    return switch (command) {
      case "SCAN", "HSCAN", "SSCAN", "ZSCAN" -> true;
      default -> false;
    };
  }

  private static boolean isCursor(byte[] argument) {
    for (byte b : argument) {
      if (b < '0' || b > '9') {
        return false;
      }
    }
    return argument.length > 0;
  }

  /** The columns: keys and fields are told as text, or as {@code redis-cli} spells binary ones. */
  List<Column> columns() {
    return switch (command) {
      case "SCAN" -> List.of(Column.of("key", DataType.TEXT));
      case "HSCAN" ->
          fieldsOnly()
              ? List.of(Column.of("field", DataType.TEXT))
              : List.of(Column.of("field", DataType.TEXT), Column.of("value", DataType.TEXT));
      case "SSCAN" -> List.of(Column.of("value", DataType.TEXT));
      default -> List.of(Column.of("member", DataType.TEXT), Column.of("score", DataType.FLOAT));
    };
  }

  private boolean fieldsOnly() {
    return CommandSpec.option(arguments, cursorAt, "NOVALUES");
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !ended) {
      fetch();
    }
    return page.hasNext();
  }

  @Override
  public @Nullable Object[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }

  private void fetch() {
    if (!(ask() instanceof Reply.Items answer)
        || answer.items().size() != 2
        || !(answer.items().getFirst() instanceof Reply.Bulk cursor)) {
      throw new IllegalStateException("Redis answered " + command + " without a cursor");
    }
    arguments.set(cursorAt, cursor.bytes());
    ended = cursor.text().equals("0");
    page = rows(answer.items().getLast()).iterator();
  }

  /**
   * A connection that is lost between two pages, or within one, is lost in the middle of the
   * result.
   */
  private Reply ask() {
    try {
      return server.apply(List.copyOf(arguments));
    } catch (WeirException e) {
      if (begun && LOST.contains(e.code())) {
        throw WeirException.of(
            DatabaseError.CONNECTION_LOST_DURING,
            "The connection broke in the middle of the result.",
            e,
            Effect.UNKNOWN);
      }
      throw e;
    } finally {
      begun = true;
    }
  }

  private List<@Nullable Object[]> rows(Reply items) {
    if (columns().size() == 1) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (Reply item : ((Reply.Items) items).items()) {
        rows.add(new @Nullable Object[] {Cells.of(item)});
      }
      return rows;
    }
    List<@Nullable Object[]> rows = ReplyRows.pairs(items);
    if (command.equals("ZSCAN")) {
      rows.forEach(row -> row[1] = ReplyRows.score(row[1]));
    }
    return rows;
  }
}
