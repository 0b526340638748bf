package dev.weir.connector.redis;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Rows;
import dev.weir.spi.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one mapping from replies to rows.
 *
 * <table>
 * <caption>What a reply is told as</caption>
 * <tr><td>a string, number, status or nil</td><td>one row: {@code value}</td></tr>
 * <tr><td>an array or a set</td><td>a row for each item: {@code value}</td></tr>
 * <tr><td>a map ({@code HGETALL}, {@code CONFIG GET}), {@code WITHVALUES}</td>
 * <td>a row for each entry: {@code field, value}</td></tr>
 * <tr><td>{@code WITHSCORES}, {@code ZPOPMIN}, {@code ZPOPMAX}</td>
 * <td>{@code member, score}, a FLOAT</td></tr>
 * <tr><td>{@code XRANGE}, {@code XREVRANGE}, {@code XCLAIM}</td>
 * <td>{@code id, fields}, a MAP</td></tr>
 * <tr><td>{@code XREAD}, {@code XREADGROUP}</td><td>{@code stream, id, fields}</td></tr>
 * <tr><td>{@code INFO}</td><td>{@code section, key, value}</td></tr>
 * </table>
 *
 * <p>Strings are TEXT where they are valid UTF-8 and BINARY where not; a column that holds both is
 * BINARY. Whole numbers are INTEGER, beyond 64 bits DECIMAL; nested arrays are ARRAY, nested maps
 * MAP. A column that mixes numbers and text is TEXT; one that mixes single values and nested ones
 * is OTHER, told as JSON.
 */
final class ReplyRows {
  private ReplyRows() {}

  static Rows of(String command, List<byte[]> arguments, Reply reply, long maxRows) {
    return switch (command) {
      case "INFO" -> info(reply, maxRows);
      case "XRANGE", "XREVRANGE" -> entries(reply, maxRows);
      case "XCLAIM" ->
          CommandSpec.option(arguments, 5, "JUSTID")
              ? plain(reply, maxRows)
              : entries(reply, maxRows);
      case "XREAD", "XREADGROUP" -> streams(reply, maxRows);
      case "HGETALL", "CONFIG GET" -> fields(reply, maxRows);
      case "ZPOPMIN", "ZPOPMAX" -> scores(reply, maxRows);
      case "HRANDFIELD" ->
          CommandSpec.option(arguments, 3, "WITHVALUES")
              ? fields(reply, maxRows)
              : plain(reply, maxRows);
      case "ZRANK", "ZREVRANK" -> plain(reply, maxRows);
      default ->
          command.startsWith("Z") && CommandSpec.option(arguments, 2, "WITHSCORES")
              ? scores(reply, maxRows)
              : plain(reply, maxRows);
    };
  }

  private static Rows plain(Reply reply, long maxRows) {
    return switch (reply) {
      case Reply.Items items -> {
        List<@Nullable Object[]> rows = new ArrayList<>(items.items().size());
        for (Reply item : items.items()) {
          rows.add(new @Nullable Object[] {Cells.of(item)});
        }
        yield rows(rows, maxRows, "value");
      }
      case Reply.Pairs _ -> fields(reply, maxRows);
      default -> rows(List.<@Nullable Object[]>of(single(reply)), maxRows, "value");
    };
  }

  private static @Nullable Object[] single(Reply reply) {
    return new @Nullable Object[] {Cells.of(reply)};
  }

  private static Rows fields(Reply reply, long maxRows) {
    return rows(pairs(reply), maxRows, "field", "value");
  }

  private static Rows scores(Reply reply, long maxRows) {
    List<@Nullable Object[]> rows = pairs(reply);
    for (@Nullable Object[] row : rows) {
      row[1] = score(row[1]);
    }
    return rows(
        List.of(column("member", rows, 0), Column.of("score", DataType.FLOAT)), rows, maxRows);
  }

  /** A score, which older protocols tell as text. */
  static @Nullable Object score(@Nullable Object cell) {
    return switch (cell) {
      case String text ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.valueOf(text);
          };
      case Long whole -> whole.doubleValue();
      case null, default -> cell;
    };
  }

  /** Entries of a map, of an array of pairs, or of a flat array. */
  static List<@Nullable Object[]> pairs(Reply reply) {
    List<Reply> flat =
        switch (reply) {
          case Reply.Pairs pairs -> pairs.items();
          case Reply.Items items -> flat(items.items());
          default -> List.of();
        };
    List<@Nullable Object[]> rows = new ArrayList<>(flat.size() / 2);
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      rows.add(new @Nullable Object[] {Cells.of(flat.get(i)), Cells.of(flat.get(i + 1))});
    }
    return rows;
  }

  private static List<Reply> flat(List<Reply> items) {
    if (!items.stream().allMatch(item -> item instanceof Reply.Items pair && two(pair))) {
      return items;
    }
    List<Reply> flat = new ArrayList<>(items.size() * 2);
    for (Reply item : items) {
      flat.addAll(((Reply.Items) item).items());
    }
    return flat;
  }

  private static boolean two(Reply.Items items) {
    return items.items().size() == 2;
  }

  private static Rows entries(Reply reply, long maxRows) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    addEntries(rows, reply, false, null);
    return rows(List.of(column("id", rows, 0), Column.of("fields", DataType.MAP)), rows, maxRows);
  }

  private static Rows streams(Reply reply, long maxRows) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Reply> flat =
        switch (reply) {
          case Reply.Pairs pairs -> pairs.items();
          case Reply.Items items -> flat(items.items());
          default -> List.of();
        };
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      addEntries(rows, flat.get(i + 1), true, Cells.of(flat.get(i)));
    }
    return rows(
        List.of(
            column("stream", rows, 0), column("id", rows, 1), Column.of("fields", DataType.MAP)),
        rows,
        maxRows);
  }

  private static void addEntries(
      List<@Nullable Object[]> rows, Reply reply, boolean named, @Nullable Object stream) {
    if (!(reply instanceof Reply.Items entries)) {
      return;
    }
    for (Reply entry : entries.items()) {
      if (entry instanceof Reply.Items pair && two(pair)) {
        Object id = Cells.of(pair.items().get(0));
        Object fields =
            pair.items().get(1) instanceof Reply.Items flat ? Cells.map(flat.items()) : null;
        rows.add(
            named
                ? new @Nullable Object[] {stream, id, fields}
                : new @Nullable Object[] {id, fields});
      }
    }
  }

  private static Rows info(Reply reply, long maxRows) {
    String text = reply instanceof Reply.Bulk bulk ? bulk.text() : "";
    List<@Nullable Object[]> rows = new ArrayList<>();
    String section = "";
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (line.startsWith("#")) {
        section = line.substring(1).strip();
      } else if (colon > 0) {
        rows.add(
            new @Nullable Object[] {section, line.substring(0, colon), line.substring(colon + 1)});
      }
    }
    return rows(rows, maxRows, "section", "key", "value");
  }

  private static Rows rows(List<@Nullable Object[]> rows, long maxRows, String... names) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(column(names[i], rows, i));
    }
    return rows(columns, rows, maxRows);
  }

  private static Rows rows(List<Column> columns, List<@Nullable Object[]> rows, long maxRows) {
    return new CellRows(columns, rows.iterator(), maxRows);
  }

  /** A column of the type that all its cells have in common. */
  static Column column(String name, List<@Nullable Object[]> rows, int place) {
    DataType type = null;
    for (@Nullable Object[] row : rows) {
      Object cell = row[place];
      if (cell != null) {
        DataType next = Values.typeOf(cell);
        type = type == null ? next : Cells.common(type, next);
      }
    }
    return Column.of(name, type == null ? DataType.TEXT : type);
  }
}
