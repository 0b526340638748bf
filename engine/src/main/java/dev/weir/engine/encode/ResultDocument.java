package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The answer of the REST API to a query, one JSON document:
 *
 * <pre>{@code
 * {"columns":[{"name":"id","type":"integer","nativeType":"int4"}],
 * "rows":[
 * [1],
 * [2]
 * ],"rowCount":2,"truncated":false,"elapsed":"PT0.012S"}
 * }</pre>
 *
 * Names are the columns' own, duplicates included; values are as in {@link JsonEncoder}; {@code
 * elapsed} is the time from the first look at the rows to the last row, in ISO 8601. What is known
 * only at the end stands at the end, so a broken result lacks it, and its closing brace.
 */
public final class ResultDocument implements Encoder {
  @Override
  public String name() {
    return "result";
  }

  @Override
  public String mediaType() {
    return "application/vnd.weir.result+json";
  }

  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    encode(rows, out, System.nanoTime());
  }

  /** The same, with the time counted from {@code started}, a {@link System#nanoTime()}. */
  public void encode(Rows rows, OutputStream out, long started) throws IOException {
    Output.stream(out, "", output -> write(rows, output, started));
  }

  private static void write(Rows rows, Output out, long started) throws IOException {
    List<Column> columns = rows.columns();
    columns(out, columns);
    JsonValues values = new JsonValues(columns);
    long count = 0;
    out.ascii(",\n\"rows\":[");
    for (; rows.next(); count++) {
      out.ascii(count == 0 ? "\n[" : ",\n[");
      for (int i = 0; i < columns.size(); i++) {
        if (i > 0) {
          out.octet(',');
        }
        values.write(out, rows, i);
      }
      out.octet(']');
    }
    out.ascii("\n],\"rowCount\":");
    out.number(count);
    out.ascii(",\"truncated\":" + rows.truncated());
    out.ascii(",\"elapsed\":\"" + Duration.ofNanos(System.nanoTime() - started) + "\"}\n");
  }

  private static void columns(Output out, List<Column> columns) throws IOException {
    out.ascii("{\"columns\":[");
    String before = "{\"name\":";
    for (Column column : columns) {
      out.ascii(before);
      JsonValues.string(out, column.name());
      out.ascii(",\"type\":\"" + column.type().name().toLowerCase(Locale.ROOT) + "\"");
      out.ascii(",\"nativeType\":");
      JsonValues.string(out, column.nativeType());
      out.octet('}');
      before = ",{\"name\":";
    }
    out.octet(']');
  }
}
