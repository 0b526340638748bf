package dev.weir.cli;

import dev.weir.api.Notice;
import dev.weir.api.Notice.Gap;
import dev.weir.api.Notice.Notification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes each notice as it comes: a line for people, or an object a line. */
final class NoticePrinter implements AutoCloseable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final Format format;
  private final OutputStream out;
  private boolean begun;

  NoticePrinter(Format format, OutputStream out) throws IOException {
    this.format = format;
    this.out = out;
    if (format == Format.JSON) {
      write("[");
    }
  }

  void print(Notice notice) throws IOException {
    if (format.forPeople()) {
      write(line(notice) + "\n");
      return;
    }
    String text = Cli.json(object(notice));
    write(format == Format.NDJSON ? text + "\n" : (begun ? ",\n" : "\n") + text);
    begun = true;
  }

  private static String line(Notice notice) {
    String when = TIME.format(notice.received());
    return switch (notice) {
      case Notification told ->
          when + "  " + told.channel() + "  " + told.payload().replaceAll("\\R", " ");
      case Gap gap ->
          when
              + "  -- notifications since "
              + TIME.format(gap.since())
              + " may have been missed: "
              + gap.reason();
    };
  }

  private static Map<String, @Nullable Object> object(Notice notice) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    switch (notice) {
      case Notification told -> {
        object.put("event", "notification");
        object.put("channel", told.channel());
        object.put("payload", told.payload());
      }
      case Gap gap -> {
        object.put("event", "gap");
        object.put("since", gap.since().toString());
        object.put("reason", gap.reason());
      }
    }
    object.put("received", notice.received().toString());
    return object;
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends the array of JSON. */
  @Override
  public void close() throws IOException {
    if (format == Format.JSON) {
      write("\n]\n");
    }
  }
}
