package dev.weir.operations.notify;

import dev.weir.api.Failed;
import dev.weir.api.Secret;
import dev.weir.api.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Posts JSON to a receiver's address. Follows no redirect, which could lead a secret elsewhere. */
final class HttpPost {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_TOLD = 200;

  private final HttpClient client;
  private final Duration answer;

  HttpPost(Duration answer) {
    this.answer = answer;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(answer)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Posts a message in the receiver's own shape. */
  void send(Channel channel, Secret url, Object message) {
    String body = JSON.writeValueAsString(message);
    post(channel, HttpRequest.newBuilder(URI.create(url.reveal())), body);
  }

  /** Posts the notice as it is, signed when there is a key. */
  void send(Channel channel, Secret url, Notice notice, @Nullable Secret key) {
    String body = JSON.writeValueAsString(WebhookMessage.of(notice));
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.reveal()));
    request.header("webhook-id", notice.id());
    if (key != null) {
      String now = Long.toString(Instant.now().getEpochSecond());
      request.header("webhook-timestamp", now);
      request.header("webhook-signature", Signature.of(key, notice.id(), now, body));
    }
    post(channel, request, body);
  }

  private void post(Channel channel, HttpRequest.Builder request, String body) {
    HttpRequest message =
        request
            .timeout(answer)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "Weir")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          client.send(message, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      judge(channel, response);
    } catch (IOException e) {
      throw Unavailable.because(
          NotifyError.NOT_REACHED,
          "Channel " + channel.name() + ": " + channel.describe() + " cannot be reached: " + why(e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          NotifyError.NOT_REACHED, "Channel " + channel.name() + " was interrupted.", e);
    }
  }

  private static String why(IOException error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }

  private static void judge(Channel channel, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    String told = response.body().strip();
    String what =
        "Channel "
            + channel.name()
            + ": "
            + channel.describe()
            + " answered "
            + status
            + (told.isEmpty() ? "." : ": " + told.substring(0, Math.min(told.length(), MOST_TOLD)));
    if (status == 429 || status == 408 || status >= 500) {
      throw Unavailable.until(
          NotifyError.NOT_REACHED, what, retryAfter(response).orElse(Duration.ZERO));
    }
    throw Failed.because(NotifyError.REFUSED, what);
  }

  /** Only the form in seconds; a date is rare and worth no parser. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(Long::parseLong)
        .map(Duration::ofSeconds);
  }
}
