package dev.weir.server.query;

import dev.weir.api.Notice;
import dev.weir.api.Notice.Gap;
import dev.weir.api.Notice.Notification;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events, each flushed as it is written. */
final class EventStream {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Says that it is there. */
  void heartbeat() throws IOException {
    write(": listening\n\n");
  }

  void tell(Notice notice) throws IOException {
    Map<String, String> data = new LinkedHashMap<>();
    String event =
        switch (notice) {
          case Notification told -> {
            data.put("channel", told.channel());
            data.put("payload", told.payload());
            yield "notification";
          }
          case Gap gap -> {
            data.put("since", gap.since().toString());
            data.put("reason", gap.reason());
            yield "gap";
          }
        };
    data.put("received", notice.received().toString());
    event(event, data);
  }

  /** The last event; the client may come again. */
  void end(WeirException why) throws IOException {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("code", why.code().id());
    data.put("message", String.valueOf(why.getMessage()));
    event("end", data);
  }

  /** JSON holds no line breaks outside its strings' escapes, so that one line is enough. */
  private void event(String name, Map<String, String> data) throws IOException {
    write("event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
