package dev.weir.server;

import dev.weir.Home;
import dev.weir.server.boot.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of a server's REST API that speaks as the owner of its home. */
final class Api implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final String token;

  Api(URI address, String token) {
    this.address = address;
    this.token = token;
  }

  static Api of(Server server, Home home) throws IOException {
    return new Api(server.address(), Files.readString(home.serverToken()).strip());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  HttpClient client() {
    return client;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  HttpResponse<String> query(String database, String sql, String... headers)
      throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(java.util.Map.of("sql", sql));
    return send("POST", "/v1/databases/" + database + "/query", body, headers);
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    // A stream that a test left open must not hold up the end.
    client.shutdownNow();
    client.close();
  }
}
