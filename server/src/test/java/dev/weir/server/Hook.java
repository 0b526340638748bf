package dev.weir.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that takes notifications by POST; it answers 503 as often as it is told to. */
final class Hook implements AutoCloseable {
  private final HttpServer server;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();

  Hook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  void refuse(int times) {
    busy.set(times);
  }

  /** What it was sent of this event, refused or not. */
  List<JsonNode> of(String event) {
    return received.stream().filter(each -> each.path("type").asString("").equals(event)).toList();
  }

  List<JsonNode> of(String event, String database) {
    return of(event).stream()
        .filter(each -> each.path("database").asString("").equals(database))
        .toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    received.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
    boolean refused = busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    exchange.sendResponseHeaders(refused ? 503 : 204, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
