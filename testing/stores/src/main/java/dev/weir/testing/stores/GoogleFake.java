package dev.weir.testing.stores;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server of the part of Google's JSON API that an object store needs: uploads in one request and
 * resumable ones with 308, ranges, conditions on generations at the beginning and at the end,
 * checksums, lists by pages, and its errors. Whoever brings a token must have it from {@link
 * #account()}'s sign-in; whoever brings none is let in. Written after the API's reference; it keeps
 * objects in files.
 */
public final class GoogleFake implements AutoCloseable {
  public static final String BUCKET = "weir-test";

  private static final int PAGE = 1_000;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

  private final HttpServer server;
  private final Path folder;
  private final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final GoogleAccount account;
  private long generation = 1_000;

  public GoogleFake() {
    try {
      folder = Files.createTempDirectory("weir-google-");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    account = new GoogleAccount(address());
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The service account that may sign in. */
  public GoogleAccount account() {
    return account;
  }

  @Override
  public void close() {
    server.stop(0);
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    folder.toFile().delete();
  }

  private record Stored(
      String name, Path file, long size, String crc32c, String resource, long generation) {}

  /** Bytes that arrive, in a file. */
  private static final class Session {
    final String name;
    final String resource;
    final Map<String, String> query;
    final Path file;
    long size;
    @Nullable Stored done;

    Session(String name, String resource, Map<String, String> query, Path file) {
      this.name = name;
      this.resource = resource;
      this.query = query;
      this.file = file;
    }

    synchronized void append(long from, byte[] bytes) throws IOException {
      int skip = (int) (size - from);
      if (skip < 0 || skip > bytes.length) {
        return;
      }
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        out.write(bytes, skip, bytes.length - skip);
      }
      size += bytes.length - skip;
    }
  }

  private Session session(String name, String resource, Map<String, String> query)
      throws IOException {
    return new Session(name, resource, query, Files.createTempFile(folder, "object-", ""));
  }

  /** An answer of the API that is an error. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (Refusal refusal) {
        String json =
            """
            {"error": {"code": %d, "message": "%s", "errors": [{"message": "%s", "domain": "global", "reason": "%s"}]}}\
            """
                .formatted(
                    refusal.status,
                    refusal.getMessage(),
                    refusal.getMessage(),
                    refusal.status == 412 ? "conditionNotMet" : "notFound");
        exchange.getRequestBody().readAllBytes();
        answer(exchange, refusal.status, json.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException, Refusal {
    String path = exchange.getRequestURI().getRawPath();
    if (path.equals(GoogleAccount.SIGN_IN)) {
      signIn(exchange);
      return;
    }
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null && !account.gave(token)) {
      throw new Refusal(401, "Invalid Credentials");
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String method = exchange.getRequestMethod();
    String bucket = path.replaceAll(".*/b/([^/]+)/o.*", "$1");
    if (!bucket.equals(BUCKET)) {
      throw new Refusal(404, "The specified bucket does not exist.");
    }
    if (path.startsWith("/upload/") || path.startsWith("/resumable/upload/")) {
      upload(exchange, method, query);
      return;
    }
    String rest = path.replaceAll(".*/b/[^/]+/o/?", "");
    String name = URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
    switch (method) {
      case "GET" -> {
        if (name.isEmpty()) {
          list(exchange, query);
        } else {
          get(exchange, query, name);
        }
      }
      case "DELETE" -> {
        synchronized (objects) {
          if (objects.remove(name) == null) {
            throw new Refusal(404, "No such object: " + BUCKET + "/" + name);
          }
        }
        answer(exchange, 204, new byte[0]);
      }
      default -> throw new Refusal(405, "Method not allowed");
    }
  }

  private void signIn(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean known = account.signed(query(form).getOrDefault("assertion", ""));
    String json =
        known
            ? account.token()
            : "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}";
    answer(exchange, known ? 200 : 400, json.getBytes(StandardCharsets.UTF_8));
  }

  private void upload(HttpExchange exchange, String method, Map<String, String> query)
      throws IOException, Refusal {
    String id = query.get("upload_id");
    if (id != null) {
      chunk(exchange, method, id);
    } else if ("resumable".equals(query.get("uploadType"))) {
      begin(exchange, query);
    } else {
      whole(exchange, query);
    }
  }

  private void begin(HttpExchange exchange, Map<String, String> query) throws IOException, Refusal {
    String resource = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String name = query.getOrDefault("name", field(resource, "name"));
    synchronized (objects) {
      check(query, name);
    }
    String id = UUID.randomUUID().toString();
    sessions.put(id, session(name, resource, query));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            address()
                + "/upload/storage/v1/b/"
                + BUCKET
                + "/o?uploadType=resumable&upload_id="
                + id);
    answer(exchange, 200, new byte[0]);
  }

  private void chunk(HttpExchange exchange, String method, String id) throws IOException, Refusal {
    Session session = sessions.get(id);
    if (session == null) {
      throw new Refusal(404, "No such upload");
    }
    if (method.equals("DELETE")) {
      sessions.remove(id);
      answer(exchange, 499, new byte[0]);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    Matcher matcher = RANGE.matcher(range == null ? "" : range);
    long total = -1;
    if (matcher.matches()) {
      receive(exchange, session, Long.parseLong(matcher.group(1)));
      total = matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
    } else {
      exchange.getRequestBody().readAllBytes();
      Matcher end = Pattern.compile("bytes \\*/(\\d+)").matcher(range == null ? "" : range);
      total = end.matches() ? Long.parseLong(end.group(1)) : -1;
    }
    if (total >= 0 && session.size == total) {
      finish(exchange, session);
      return;
    }
    if (session.size > 0) {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (session.size - 1));
    }
    answer(exchange, 308, new byte[0]);
  }

  /** A session that is finished answers the same to whoever asks again. */
  private void finish(HttpExchange exchange, Session session) throws IOException, Refusal {
    Stored stored = session.done;
    if (stored == null) {
      stored = store(session);
      session.done = stored;
    }
    answer(exchange, 200, json(stored).getBytes(StandardCharsets.UTF_8));
  }

  /** What arrived of a chunk is kept in steps of 256 KiB, even when its connection breaks. */
  private static void receive(HttpExchange exchange, Session session, long from)
      throws IOException {
    byte[] step = new byte[256 << 10];
    long at = from;
    while (true) {
      int count = exchange.getRequestBody().readNBytes(step, 0, step.length);
      session.append(at, Arrays.copyOf(step, count));
      at += count;
      if (count < step.length) {
        return;
      }
    }
  }

  private void whole(HttpExchange exchange, Map<String, String> query) throws IOException, Refusal {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String boundary = "--" + type.replaceAll(".*boundary=\"?([^\";]+)\"?.*", "$1");
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int first = text.indexOf("\r\n\r\n", text.indexOf(boundary)) + 4;
    int second = text.indexOf("\r\n" + boundary, first);
    String resource = new String(body, first, second - first, StandardCharsets.UTF_8);
    int start = text.indexOf("\r\n\r\n", second + 2) + 4;
    int end = text.lastIndexOf("\r\n" + boundary);
    byte[] content = Arrays.copyOfRange(body, start, end);
    Session session = session(query.getOrDefault("name", field(resource, "name")), resource, query);
    session.append(0, content);
    Stored stored = store(session);
    answer(exchange, 200, json(stored).getBytes(StandardCharsets.UTF_8));
  }

  private Stored store(Session session) throws IOException, Refusal {
    String sum = crc32c(session.file);
    String expected = field(session.resource, "crc32c");
    if (!expected.isEmpty() && !expected.equals(sum)) {
      throw new Refusal(400, "Provided CRC32C does not match");
    }
    synchronized (objects) {
      check(session.query, session.name);
      Stored stored =
          new Stored(session.name, session.file, session.size, sum, session.resource, ++generation);
      objects.put(session.name, stored);
      return stored;
    }
  }

  private void check(Map<String, String> query, String name) throws Refusal {
    String wanted = query.get("ifGenerationMatch");
    Stored there = objects.get(name);
    long actual = there == null ? 0 : there.generation();
    if (wanted != null && Long.parseLong(wanted) != actual) {
      throw new Refusal(412, "At least one of the pre-conditions you specified did not hold.");
    }
  }

  private void get(HttpExchange exchange, Map<String, String> query, String name)
      throws IOException, Refusal {
    Stored stored;
    synchronized (objects) {
      stored = objects.get(name);
    }
    String wanted = query.get("generation");
    if (stored == null || wanted != null && Long.parseLong(wanted) != stored.generation()) {
      throw new Refusal(404, "No such object: " + BUCKET + "/" + name);
    }
    if (!"media".equals(query.get("alt"))) {
      answer(exchange, 200, json(stored).getBytes(StandardCharsets.UTF_8));
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    long from = range == null ? 0 : Long.parseLong(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    String last = range == null ? "" : range.replaceAll("bytes=\\d+-", "");
    long size = stored.size();
    long to = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
    if (from >= size && size > 0) {
      throw new Refusal(416, "Requested range not satisfiable");
    }
    exchange.getResponseHeaders().set("x-goog-generation", String.valueOf(stored.generation()));
    exchange.getResponseHeaders().set("x-goog-stored-content-length", String.valueOf(size));
    if (range != null) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + size);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(range == null ? 200 : 206, to == from ? -1 : to - from);
    try (InputStream in = Files.newInputStream(stored.file())) {
      in.skipNBytes(from);
      byte[] piece = new byte[64 << 10];
      for (long left = to - from; left > 0; ) {
        int count = in.read(piece, 0, (int) Math.min(piece.length, left));
        exchange.getResponseBody().write(piece, 0, count);
        left -= count;
      }
    }
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("pageToken", "");
    List<Stored> found;
    synchronized (objects) {
      found =
          objects.tailMap(after, false).values().stream()
              .filter(stored -> stored.name().startsWith(prefix))
              .limit(PAGE + 1)
              .toList();
    }
    boolean more = found.size() > PAGE;
    List<Stored> page = more ? found.subList(0, PAGE) : found;
    String items = page.stream().map(GoogleFake::json).collect(Collectors.joining(","));
    String next = more ? ", \"nextPageToken\": \"" + page.getLast().name() + "\"" : "";
    String json = "{\"kind\": \"storage#objects\", \"items\": [" + items + "]" + next + "}";
    answer(exchange, 200, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Stored stored) {
    String now = Instant.now().toString();
    Matcher metadata =
        Pattern.compile("\"metadata\"\\s*:\\s*(\\{[^}]*})").matcher(stored.resource());
    return """
    {"kind": "storage#object", "bucket": "%s", "name": "%s", "generation": "%d",
    "metageneration": "1", "size": "%d", "crc32c": "%s", "timeCreated": "%s", "updated": "%s",
    "id": "%s/%s/%d", "metadata": %s}\
    """
        .formatted(
            BUCKET,
            stored.name(),
            stored.generation(),
            stored.size(),
            stored.crc32c(),
            now,
            now,
            BUCKET,
            stored.name(),
            stored.generation(),
            metadata.find() ? metadata.group(1) : "{}");
  }

  private static String crc32c(Path file) throws IOException {
    java.util.zip.CheckedInputStream in =
        new java.util.zip.CheckedInputStream(
            Files.newInputStream(file), new java.util.zip.CRC32C());
    try (in) {
      in.transferTo(OutputStream.nullOutputStream());
      int sum = (int) in.getChecksum().getValue();
      return Base64.getEncoder()
          .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(sum).array());
    }
  }

  private static String field(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.put(
          parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
    }
    return query;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", status == 206 ? "application/octet-stream" : "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
