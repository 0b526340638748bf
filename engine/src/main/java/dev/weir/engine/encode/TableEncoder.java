package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Aligned text for people. Numbers stand to the right; what is longer than {@code maxWidth} is cut
 * and ends in {@code …}. The first {@code sample} rows decide how wide the columns are: a longer
 * value further down shifts its line. Control characters are shown as signs ({@code ␊} for a line
 * break), so that no value can steer a terminal. A broken result lacks the closing line with the
 * number of rows.
 *
 * @param sample rows kept to measure, 1 or more
 * @param maxWidth of a column, in cells of a terminal, 1 or more
 * @param nullText what stands for NULL
 */
public record TableEncoder(Style style, int sample, int maxWidth, String nullText)
    implements Encoder {

  public TableEncoder {
    if (sample < 1 || maxWidth < 1) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "sample and maxWidth of a table must be 1 or more; they are "
              + sample
              + " and "
              + maxWidth
              + ".");
    }
  }

  /** A box around columns of up to 80 cells, measured by 500 rows. */
  public TableEncoder() {
    this(Style.BOX, 500, 80, "<null>");
  }

  /** What is drawn between the values. */
  public enum Style {
    /** Lines of Unicode. */
    BOX("┌─┬┐", "│ ", " │ ", " │", "├─┼┤", "└─┴┘"),
    /** ASCII, as psql draws. */
    PLAIN("", " ", " | ", "", "--+", "");

    private final String top;
    private final String left;
    private final String between;
    private final String right;
    private final String middle;
    private final String bottom;

    Style(String top, String left, String between, String right, String middle, String bottom) {
      this.top = top;
      this.left = left;
      this.between = between;
      this.right = right;
      this.middle = middle;
      this.bottom = bottom;
    }
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public String mediaType() {
    return "text/plain";
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    Output.stream(out, "", output -> new Drawing(rows, output).draw());
  }

  /** One table on its way. */
  private final class Drawing {
    private final Rows rows;
    private final Output out;
    private final List<Column> columns;
    private final int[] widths;
    private final JsonPrinter json = new JsonPrinter();

    Drawing(Rows rows, Output out) {
      this.rows = rows;
      this.out = out;
      this.columns = rows.columns();
      this.widths = new int[columns.size()];
    }

    void draw() throws IOException {
      String[] names = columns.stream().map(column -> fit(column.name())).toArray(String[]::new);
      measure(names);
      List<@Nullable String[]> first = new ArrayList<>();
      while (first.size() < sample && rows.next()) {
        @Nullable String[] cells = cells();
        measure(cells);
        first.add(cells);
      }
      rule(style.top);
      line(names);
      rule(style.middle);
      for (@Nullable String[] cells : first) {
        line(cells);
      }
      long count = first.size();
      if (count == sample) {
        for (; rows.next(); count++) {
          line(cells());
        }
      }
      rule(style.bottom);
      out.text("(" + count + (count == 1 ? " row" : " rows"));
      out.text(rows.truncated() ? ", cut off there; more follow)\n" : ")\n");
    }

    private @Nullable String[] cells() throws IOException {
      @Nullable String[] cells = new @Nullable String[widths.length];
      for (int i = 0; i < cells.length; i++) {
        String text = text(rows, i);
        cells[i] = text == null ? null : fit(text);
      }
      return cells;
    }

    private @Nullable String text(Row row, int column) throws IOException {
      DataType type = columns.get(column).type();
      if (type != DataType.ARRAY && type != DataType.MAP) {
        return row.text(column);
      }
      Object value = row.value(column);
      return value == null ? null : json.text(value);
    }

    private void measure(@Nullable String[] cells) {
      for (int i = 0; i < cells.length; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(told(cells[i])));
      }
    }

    private void line(@Nullable String[] cells) throws IOException {
      out.text(style.left);
      for (int i = 0; i < cells.length; i++) {
        if (i > 0) {
          out.text(style.between);
        }
        String cell = told(cells[i]);
        int pad = widths[i] - DisplayWidth.of(cell);
        boolean last = i == cells.length - 1 && style.right.isEmpty();
        if (rightAligned(columns.get(i).type())) {
          pad(pad);
          out.text(cell);
        } else {
          out.text(cell);
          pad(last ? 0 : pad);
        }
      }
      out.text(style.right + "\n");
    }

    private String told(@Nullable String cell) {
      return cell == null ? nullText : cell;
    }

    private void pad(int cells) throws IOException {
      for (int i = 0; i < cells; i++) {
        out.octet(' ');
      }
    }

    /** A line drawn with the four characters of {@code signs}: start, line, crossing, end. */
    private void rule(String signs) throws IOException {
      if (signs.isEmpty()) {
        return;
      }
      StringBuilder rule = new StringBuilder();
      String line = signs.substring(1, 2);
      for (int i = 0; i < widths.length; i++) {
        rule.append(i == 0 ? signs.charAt(0) : signs.charAt(2));
        rule.append(line.repeat(widths[i] + (i == 0 && style == Style.PLAIN ? 1 : 2)));
      }
      if (style == Style.BOX) {
        rule.append(signs.charAt(3));
      }
      out.text(rule.append('\n').toString());
    }

    private String fit(String text) {
      String shown = visible(text);
      if (DisplayWidth.of(shown) <= maxWidth) {
        return shown;
      }
      return shown.substring(0, DisplayWidth.cut(shown, maxWidth - 1).end()) + "…";
    }
  }

  private static boolean rightAligned(DataType type) {
    return type == DataType.INTEGER || type == DataType.DECIMAL || type == DataType.FLOAT;
  }

  /** The text with a sign for each control character and each change of direction. */
  private static String visible(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char sign = sign(c);
      if (sign != c && shown == null) {
        shown = new StringBuilder(text);
      }
      if (sign != c && shown != null) {
        shown.setCharAt(i, sign);
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static char sign(char c) {
    if (c < 0x20) {
      return (char) (0x2400 + c);
    }
    if (c == 0x7F) {
      return '\u2421';
    }
    boolean hidden =
        (c >= 0x80 && c < 0xA0)
            || (c >= 0x202A && c <= 0x202E)
            || (c >= 0x2066 && c <= 0x2069)
            || c == 0x2028
            || c == 0x2029;
    return hidden ? '\uFFFD' : c;
  }
}
