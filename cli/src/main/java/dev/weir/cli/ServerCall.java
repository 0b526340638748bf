package dev.weir.cli;

import dev.weir.api.Failed;
import dev.weir.api.Unavailable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the server that runs in the home, as its owner: for what it alone knows. */
final class ServerCall {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Cli cli;
  private final RunningServer server;

  private ServerCall(Cli cli, RunningServer server) {
    this.cli = cli;
    this.server = server;
  }

  /**
   * @throws Unavailable with {@code CLI-010} when none runs
   */
  static ServerCall of(Cli cli) {
    return new ServerCall(
        cli,
        RunningServer.find(cli.home())
            .orElseThrow(() ->
                Unavailable.because(
                    CliError.NO_SERVER,
                    "No server runs in the home " + cli.home().folder() + ".")));
  }

  Map<String, Object> object(String method, String path, @Nullable Map<String, ?> body) {
    return Json.object(send(method, path, body));
  }

  List<Map<String, Object>> list(String path) {
    return members(Json.object("{\"items\": " + send("GET", path, null) + "}").get("items"));
  }

  /** The objects of a list. */
  static List<Map<String, Object>> members(@Nullable Object list) {
    List<Map<String, Object>> members = new ArrayList<>();
    if (list instanceof List<?> all) {
      for (Object each : all) {
        Map<String, Object> member = new LinkedHashMap<>();
        if (each instanceof Map<?, ?> map) {
          map.forEach((key, value) -> member.put(String.valueOf(key), value));
        }
        members.add(member);
      }
    }
    return members;
  }

  private String send(String method, String path, @Nullable Map<String, ?> body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.address().resolve(path))
              .timeout(cli.timeout(PATIENCE))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Cli.json(body)));
      if (Files.exists(cli.home().serverToken())) {
        request.header(
            "Authorization", "Bearer " + Files.readString(cli.home().serverToken()).strip());
      }
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw refused(answer);
      }
      return answer.body();
    } catch (IOException e) {
      throw Failed.because(
          CliError.SERVER_REFUSED, "The server at " + server.address() + " does not answer.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failed.because(CliError.SERVER_REFUSED, "The request was interrupted.", e);
    }
  }

  private static Failed refused(HttpResponse<String> answer) {
    Map<String, Object> problem = Json.object(answer.body());
    Object detail = problem.getOrDefault("detail", "status " + answer.statusCode());
    Object code = problem.get("code");
    return Failed.because(
        CliError.SERVER_REFUSED,
        "The server refused: " + detail + (code == null ? "" : " (" + code + ")"));
  }
}
