package dev.weir.testing.stores;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A bad line on demand in front of a server that speaks HTTP, which counts what it carries. Faults
 * strike the requests that they are meant for, as often as was said; all else passes.
 */
public final class HttpFaults implements AutoCloseable {
  private static final int PIECE = 64 << 10;
  private static final Set<String> OWN =
      Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding");

  private final URI target;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final ReentrantLock turn = new ReentrantLock();
  private volatile Predicate<Seen> inTurn = _ -> false;
  private volatile CountDownLatch hole = new CountDownLatch(0);
  private volatile CountDownLatch hangs = new CountDownLatch(1);

  private HttpFaults(URI target, HttpServer server) {
    this.target = target;
    this.server = server;
  }

  /** A line to a server, such as {@code http://127.0.0.1:9090}. */
  public static HttpFaults before(URI target) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      HttpFaults faults = new HttpFaults(target, server);
      server.createContext("/", faults::handle);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return faults;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients find it, such as {@code http://127.0.0.1:4711}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * A request that came by.
   *
   * @param uri path and query
   * @param headers by their names in lower case
   * @param received bytes of its body so far
   * @param sent bytes of the answer's body so far
   */
  public record Seen(
      String method,
      String uri,
      Map<String, String> headers,
      AtomicLong received,
      AtomicLong sent) {}

  /** Answers in the server's place, so many times. */
  public void answer(
      int times, Predicate<Seen> whom, int status, Map<String, String> headers, String body) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Answer(status, headers, body)));
  }

  /** Closes the connection when so many bytes of the request's body have come. */
  public void dropRequests(int times, Predicate<Seen> whom, long after) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Upload(after, false)));
  }

  /** Reads no further than so many bytes of the request's body, and says nothing. */
  public void hangRequests(int times, Predicate<Seen> whom, long after) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Upload(after, true)));
  }

  /** Closes the connection when so many bytes of the answer's body have gone. */
  public void dropAnswers(int times, Predicate<Seen> whom, long after) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Download(after, false)));
  }

  /** Sends no more than so many bytes of the answer's body, and keeps the connection. */
  public void hangAnswers(int times, Predicate<Seen> whom, long after) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Download(after, true)));
  }

  /** Lets the server do its work, and closes the connection instead of answering. */
  public void loseAnswers(int times, Predicate<Seen> whom) {
    faults.add(new Fault(new AtomicInteger(times), whom, new Lost()));
  }

  /** Lets such requests through one after the other, whatever {@link #restore} says. */
  public void inTurn(Predicate<Seen> whom) {
    inTurn = whom;
  }

  /** Takes every request from now on, and answers none. */
  public void blackHole() {
    hole = new CountDownLatch(1);
  }

  /** Ends all faults. */
  public void restore() {
    faults.clear();
    hole.countDown();
    hangs.countDown();
    hangs = new CountDownLatch(1);
  }

  /** What came by since the last {@link #forget}. */
  public List<Seen> seen() {
    return List.copyOf(seen);
  }

  public void forget() {
    seen.clear();
  }

  /** All bytes of bodies of such requests. */
  public long received(Predicate<Seen> whom) {
    return seen.stream().filter(whom).mapToLong(s -> s.received().get()).sum();
  }

  /** All bytes of bodies of answers to such requests. */
  public long sent(Predicate<Seen> whom) {
    return seen.stream().filter(whom).mapToLong(s -> s.sent().get()).sum();
  }

  @Override
  public void close() {
    restore();
    server.stop(0);
    client.shutdownNow();
  }

  private record Fault(AtomicInteger times, Predicate<Seen> whom, Harm harm) {}

  private sealed interface Harm {}

  private record Answer(int status, Map<String, String> headers, String body) implements Harm {}

  private record Upload(long after, boolean hang) implements Harm {}

  private record Download(long after, boolean hang) implements Harm {}

  private record Lost() implements Harm {}

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    Seen request =
        new Seen(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new AtomicLong(),
            new AtomicLong());
    seen.add(request);
    try (exchange) {
      hole.await();
      switch (take(request)) {
        case Answer answer -> answer(exchange, answer, request);
        case Upload fault -> breakUpload(exchange, fault, request);
        case Download fault -> forward(exchange, request, fault);
        case Lost lost -> forward(exchange, request, lost);
        case null -> {
          if (inTurn.test(request)) {
            forwardInTurn(exchange, request);
          } else {
            forward(exchange, request, null);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forwardInTurn(HttpExchange exchange, Seen request)
      throws IOException, InterruptedException {
    turn.lock();
    try {
      forward(exchange, request, null);
    } finally {
      turn.unlock();
    }
  }

  private @Nullable Harm take(Seen request) {
    for (Fault fault : faults) {
      if (fault.whom().test(request) && fault.times().getAndDecrement() > 0) {
        return fault.harm();
      }
    }
    return null;
  }

  private static void answer(HttpExchange exchange, Answer answer, Seen request)
      throws IOException {
    request
        .received()
        .addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    boolean silent = request.method().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(answer.status(), silent ? -1 : body.length);
    if (!silent) {
      exchange.getResponseBody().write(body);
    }
  }

  private void breakUpload(HttpExchange exchange, Upload fault, Seen request)
      throws IOException, InterruptedException {
    InputStream in = exchange.getRequestBody();
    byte[] piece = new byte[PIECE];
    while (request.received().get() < fault.after()) {
      int count =
          in.read(piece, 0, (int) Math.min(PIECE, fault.after() - request.received().get()));
      if (count < 0) {
        break;
      }
      request.received().addAndGet(count);
    }
    if (fault.hang()) {
      hang();
    }
  }

  /** Until all is restored. */
  private void hang() throws InterruptedException {
    hangs.await();
  }

  private void forward(HttpExchange exchange, Seen request, @Nullable Harm harm)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.send(request(exchange, request), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (harm instanceof Lost) {
        body.transferTo(OutputStream.nullOutputStream());
        return;
      }
      long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
      copyHeaders(exchange, answer);
      if (request.method().equals("HEAD")) {
        if (length >= 0) {
          exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
        }
        exchange.sendResponseHeaders(answer.statusCode(), -1);
        return;
      }
      boolean none =
          length == 0 || answer.statusCode() == 204 || answer.statusCode() == 308 && length < 0;
      exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : Math.max(length, 0));
      if (!none) {
        copy(body, exchange.getResponseBody(), request, harm);
      }
    }
  }

  private HttpRequest request(HttpExchange exchange, Seen request) {
    URI path = exchange.getRequestURI();
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(target + path.toString()));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return builder.method(request.method(), body(exchange, request)).build();
  }

  private static HttpRequest.BodyPublisher body(HttpExchange exchange, Seen request) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
    if (length == null && !chunked) {
      return HttpRequest.BodyPublishers.noBody();
    }
    HttpRequest.BodyPublisher stream =
        HttpRequest.BodyPublishers.ofInputStream(
            () -> new Counted(exchange.getRequestBody(), request.received()));
    if (length == null) {
      return stream;
    }
    return Long.parseLong(length) == 0
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.fromPublisher(stream, Long.parseLong(length));
  }

  private void copyHeaders(HttpExchange exchange, HttpResponse<?> answer) {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value ->
                exchange
                    .getResponseHeaders()
                    .add(name, value.replace(target.toString(), address().toString())));
          }
        });
  }

  private void copy(InputStream in, OutputStream out, Seen request, @Nullable Harm harm)
      throws IOException, InterruptedException {
    long most = harm instanceof Download fault ? fault.after() : Long.MAX_VALUE;
    byte[] piece = new byte[PIECE];
    while (request.sent().get() < most) {
      int count = in.read(piece, 0, (int) Math.min(PIECE, most - request.sent().get()));
      if (count < 0) {
        return;
      }
      out.write(piece, 0, count);
      request.sent().addAndGet(count);
    }
    out.flush();
    if (harm instanceof Download fault && fault.hang()) {
      hang();
    }
  }
}
