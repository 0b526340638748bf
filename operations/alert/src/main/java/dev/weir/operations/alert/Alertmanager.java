package dev.weir.operations.alert;

import dev.weir.api.Secret;
import dev.weir.api.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prometheus' Alertmanager, by its <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>. It
 * keeps no duplicates: whoever sends the same alert again only says that it still fires, and one
 * that nobody repeats resolves by itself. Thread-safe.
 */
public final class Alertmanager implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI address;
  private final String authorization;

  /**
   * @param url where it is, such as {@code http://alertmanager:9093}; user and password in it are
   *     sent as Basic
   */
  public Alertmanager(Secret url) {
    URI given = URI.create(url.reveal());
    String user = given.getUserInfo();
    this.authorization =
        user == null
            ? ""
            : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    String path = given.getPath() == null ? "" : given.getPath().replaceFirst("/+$", "");
    this.address =
        URI.create(
            given.getScheme()
                + "://"
                + given.getHost()
                + (given.getPort() < 0 ? "" : ":" + given.getPort())
                + path
                + "/api/v2/alerts");
  }

  /**
   * Says which alerts fire, and which do no longer.
   *
   * @param until when those that fire resolve unless they are sent again
   * @throws Unavailable with {@code ALERT-005}
   */
  public void send(List<Alert> firing, List<Alert> resolved, Instant now, Instant until) {
    List<Map<String, Object>> alerts = new ArrayList<>();
    firing.forEach(alert -> alerts.add(document(alert, until)));
    resolved.forEach(alert -> alerts.add(document(alert, now)));
    if (alerts.isEmpty()) {
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(alerts)));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw Unavailable.because(
            AlertError.ALERTMANAGER,
            "Alertmanager at " + address.getHost() + " answered " + answer.statusCode() + ".");
      }
    } catch (IOException e) {
      throw Unavailable.because(
          AlertError.ALERTMANAGER,
          "Alertmanager at " + address.getHost() + " cannot be reached: " + e.getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          AlertError.ALERTMANAGER, "Sending to Alertmanager was interrupted.", e);
    }
  }

  private static Map<String, Object> document(Alert alert, Instant ends) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("alertname", alert.key().rule());
    labels.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    labels.put("source", "weir");
    if (!alert.key().database().isEmpty()) {
      labels.put("database", alert.key().database());
    }
    if (!alert.key().subject().isEmpty()) {
      labels.put("subject", alert.key().subject());
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("labels", labels);
    document.put(
        "annotations",
        Map.of(
            "summary", Wording.title(alert),
            "description", Wording.line(alert),
            "playbook", "docs/playbooks/" + alert.key().rule() + ".md"));
    document.put("startsAt", (alert.fired() == null ? alert.began() : alert.fired()).toString());
    document.put("endsAt", ends.toString());
    return document;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
