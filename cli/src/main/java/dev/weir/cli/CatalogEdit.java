package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.engine.config.ConfigLoader;
import dev.weir.engine.config.Loaded;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes the catalog: that of the running server through its REST API, else the file, which is
 * checked before it is replaced.
 */
final class CatalogEdit {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Cli cli;

  CatalogEdit(Cli cli) {
    this.cli = cli;
  }

  void add(String name, Map<String, String> keys) {
    new ChangeAudit(cli).of("database add " + keys.keySet(), name, () -> added(name, keys));
  }

  private void added(String name, Map<String, String> keys) {
    Optional<RunningServer> server = server();
    if (server.isPresent()) {
      Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("name", name);
      body.putAll(keys);
      send(server.get(), "POST", "/v1/databases", body);
      return;
    }
    WeirFileEdit edit = new WeirFileEdit(text());
    if (edit.has(name)) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "There is a database " + name + " already; change it with `weir database edit`.");
    }
    write(edit.add(name, keys));
  }

  void change(String name, Map<String, @Nullable String> keys) {
    new ChangeAudit(cli).of("database edit " + keys.keySet(), name, () -> changed(name, keys));
  }

  private void changed(String name, Map<String, @Nullable String> keys) {
    Optional<RunningServer> server = server();
    if (server.isPresent()) {
      send(server.get(), "PATCH", "/v1/databases/" + name, keys);
      return;
    }
    write(found(name).change(name, keys));
  }

  void remove(String name) {
    new ChangeAudit(cli).of("database remove", name, () -> removed(name));
  }

  private void removed(String name) {
    Optional<RunningServer> server = server();
    if (server.isPresent()) {
      send(server.get(), "DELETE", "/v1/databases/" + name, null);
      return;
    }
    write(found(name).remove(name));
  }

  private WeirFileEdit found(String name) {
    WeirFileEdit edit = new WeirFileEdit(text());
    if (!edit.has(name)) {
      throw Rejected.because(
          CoreError.UNKNOWN_DATABASE, "There is no database " + name + " in " + file() + ".");
    }
    return edit;
  }

  /** A file that is named is meant, whether a server runs or not. */
  private Optional<RunningServer> server() {
    return cli.workspace().isFileNamed() ? Optional.empty() : RunningServer.find(cli.home());
  }

  private Path file() {
    Path file = cli.workspace().file();
    return file == null ? cli.home().configuration() : file;
  }

  private String text() {
    try {
      return Files.exists(file()) ? Files.readString(file()) : "";
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "The file " + file() + " cannot be read.", e);
    }
  }

  /** The old file stays as it is when the new one would not load. */
  private void write(String text) {
    Path file = file();
    ConfigLoader loader = cli.workspace().loader(cli.console().variables());
    Loaded loaded = loader.load(String.valueOf(file.getFileName()), text);
    loaded.catalog();
    loaded.warnings().forEach(warning -> cli.progress(warning.toString()));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw Failed.because(CliError.STREAM, "The folder of " + file + " cannot be made.", e);
    }
    Home.rewrite(file, text);
  }

  private void send(
      RunningServer server, String method, String path, @Nullable Map<String, ?> body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI place = server.address().resolve(path);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(place)
              .timeout(cli.timeout(PATIENCE))
              .header("Content-Type", "application/json")
              .header("If-Match", "*")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(Cli.json(body)));
      if (Files.exists(cli.home().serverToken())) {
        String token = Files.readString(cli.home().serverToken()).strip();
        request.header("Authorization", "Bearer " + token);
      }
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw refused(answer);
      }
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
        "The server refused the change: " + detail + (code == null ? "" : " (" + code + ")"));
  }
}
