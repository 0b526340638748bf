package dev.weir.server.query;

import dev.weir.api.CoreError;
import dev.weir.api.Notice;
import dev.weir.api.Notifications;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Notifications as server-sent events (WHATWG HTML, section 9.2): {@code notification}, {@code gap}
 * where some may have been missed, and {@code end} with the reason when the server ends the stream.
 * A comment comes now and then while it is quiet, so that nobody between takes it for dead.
 */
@RestController
class NotificationController implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationController.class);
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Databases databases;
  private final ClientWatch clients;
  private volatile boolean open;

  NotificationController(Databases databases, ClientWatch clients) {
    this.databases = databases;
    this.clients = clients;
  }

  @GetMapping("/v1/databases/{name}/notifications")
  void listen(
      @PathVariable String name,
      @RequestParam(name = "channel") List<String> channels,
      HttpServletResponse response)
      throws Exception {
    Set<String> named = new LinkedHashSet<>(channels);
    clients.run(() -> {
      try (Notifications listener = databases.named(name).listen(named)) {
        stream(listener, response);
      }
      return true;
    });
  }

  private void stream(Notifications listener, HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    EventStream events = new EventStream(response.getOutputStream());
    try {
      events.heartbeat();
      tell(listener, events);
    } catch (IOException gone) {
      LOG.info("The client went away while it listened");
    } catch (WeirException e) {
      if (e.code() != CoreError.CANCELLED) {
        LOG.info("A listener was ended: {}", e.explanation());
        events.end(e);
      }
    }
  }

  private void tell(Notifications listener, EventStream events) throws IOException {
    long spoke = System.nanoTime();
    while (open) {
      Optional<Notice> notice = listener.next(WAIT);
      if (notice.isPresent()) {
        events.tell(notice.get());
        spoke = System.nanoTime();
      } else if (System.nanoTime() - spoke >= HEARTBEAT.toNanos()) {
        events.heartbeat();
        spoke = System.nanoTime();
      }
    }
    throw Unavailable.because(CoreError.SHUTTING_DOWN, "The server is shutting down.");
  }

  @Override
  public void start() {
    open = true;
  }

  /** Ends the streams before the web server waits for the requests under way. */
  @Override
  public void stop() {
    open = false;
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE;
  }
}
