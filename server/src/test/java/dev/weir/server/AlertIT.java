package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Two servers on one store, a mail server, a webhook, one that is broken, and a real Alertmanager.
 */
class AlertIT {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final DatabaseServer store = Servers.freshPostgresql15(Map.of());
  private final DatabaseServer clinic = Servers.freshPostgresql15(Map.of());
  private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final List<String> hooked = new CopyOnWriteArrayList<>();
  private HttpServer hook;
  private PrivateProgram alertmanager;
  private Server first;
  private Server second;
  private Api api;

  @BeforeEach
  void start() throws Exception {
    mail.start();
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/",
        exchange -> {
          hooked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    Path configuration = folder.resolve("alertmanager.yaml");
    Files.writeString(configuration, "route: {receiver: none}\nreceivers: [{name: none}]\n");
    alertmanager =
        PrivateProgram.start(
            folder.resolve("alertmanager"),
            "/-/ready",
            listen ->
                List.of(
                    "prometheus-alertmanager",
                    "--config.file=" + configuration,
                    "--storage.path=" + folder.resolve("alertmanager/data"),
                    "--cluster.listen-address=",
                    "--web.listen-address=" + listen));
    first = server("first");
    second = server("second");
    api = Api.of(first, home("first"));
  }

  @AfterEach
  void stop() {
    api.close();
    second.close();
    first.close();
    alertmanager.close();
    hook.stop(0);
    mail.stop();
    clinic.close();
    store.close();
  }

  private Home home(String name) {
    return new Home(folder.resolve(name));
  }

  private Server server(String name) throws Exception {
    Home home = home(name);
    Files.createDirectories(home.folder());
    Files.writeString(
        home.configuration(),
        """
        version: 1
        settings:
          alert:
            interval: 1s
            group: 2s
            resolve: 3s
            rules: {database-down: for 3s, disk-full: "off"}
            channels: [mail, hook, broken]
            alertmanager: %s
          notification.channels:
            mail: smtp://127.0.0.1:%d?tls=none&from=weir@example.org&to=dba@example.org
            hook: http://127.0.0.1:%d/hook
            broken: http://127.0.0.1:1/hook
        databases:
          clinic: {type: postgresql, host: "%s", port: %d, database: "%s", user: "%s", password: "%s"}
          store: {type: postgresql, host: "%s", port: %d, database: "%s", user: "%s", password: "%s"}
        """
            .formatted(
                alertmanager.address(),
                mail.getSmtp().getPort(),
                hook.getAddress().getPort(),
                clinic.host(),
                clinic.port(),
                clinic.database(),
                clinic.user(),
                clinic.password(),
                store.host(),
                store.port(),
                store.database(),
                store.user(),
                store.password()));
    return Server.start(Options.of(home).port(0).store(store.url()));
  }

  @Test
  void anOutageIsToldOnceByTwoServersAndSoIsItsEnd() throws Exception {
    await().atMost(LONG).until(() -> up("clinic"));

    clinic.stop();

    await().atMost(LONG).until(() -> mail.getReceivedMessages().length == 1);
    await().atMost(LONG).until(() -> hooked.size() == 1);
    assertThat(subject(0)).contains("clinic does not answer");
    assertThat(hooked.getFirst()).contains("alert.firing", "docs/playbooks/database-down.md");
    assertThat(alerts()).containsExactly("database-down clinic FIRING");
    await()
        .atMost(LONG)
        .until(() -> alertmanager.get("/api/v2/alerts?active=true").contains("database-down"));
    await().atMost(LONG).until(() -> tries("broken") >= 2);

    // Set the clock by which rounds are told apart, and start a server anew.
    query("update weir.alert_round set at = now() - interval '400 days'");
    rounds(2);
    query("update weir.alert_round set at = now() + interval '400 days'");
    rounds(2);
    second.close();
    second = server("second");
    rounds(4);
    assertThat(alerts()).containsExactly("database-down clinic FIRING");
    assertThat(mail.getReceivedMessages()).hasSize(1);
    assertThat(hooked).hasSize(1);

    clinic.start();

    await().atMost(LONG).until(() -> mail.getReceivedMessages().length == 2);
    assertThat(subject(1)).contains("Resolved", "clinic does not answer");
    await().atMost(LONG).until(() -> hooked.size() == 2);
    assertThat(hooked.getLast()).contains("alert.resolved", "RESOLVED");
    assertThat(alerts()).isEmpty();
    await()
        .atMost(LONG)
        .until(() -> !alertmanager.get("/api/v2/alerts?active=true").contains("database-down"));
    assertThat(history()).startsWith("RESOLVED", "FIRING", "PENDING");
    rounds(4);
    assertThat(mail.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whatIsSilencedIsSeenAndNotTold() throws Exception {
    await().atMost(LONG).until(() -> up("clinic"));
    HttpResponse<String> silenced =
        api.send(
            "POST",
            "/v1/alerts/silences",
            """
            {"rule": "database-down", "database": "clinic", "time": "PT1H", "reason": "Moved to another rack"}
            """);
    assertThat(silenced.statusCode()).as(silenced.body()).isEqualTo(201);
    String id = Api.json(silenced).at("/id").stringValue();

    clinic.stop();

    await().atMost(LONG).until(() -> alerts().contains("database-down clinic FIRING"));
    rounds(6);
    assertThat(mail.getReceivedMessages()).isEmpty();
    JsonNode alert = Api.json(api.get("/v1/alerts")).at("/0");
    assertThat(alert.at("/silence").stringValue()).isEqualTo(id);
    JsonNode silence = Api.json(api.get("/v1/alerts/silences")).at("/0");
    assertThat(silence.at("/reason").stringValue()).isEqualTo("Moved to another rack");
    assertThat(silence.at("/author").stringValue()).isNotBlank();

    assertThat(api.send("DELETE", "/v1/alerts/silences/" + id, "").statusCode()).isEqualTo(204);

    await().atMost(LONG).until(() -> mail.getReceivedMessages().length == 1);
    assertThat(
            Api.json(api.send("POST", "/v1/alerts/test", "{\"channel\": \"mail\"}"))
                .at("/arrived")
                .booleanValue())
        .isTrue();
    assertThat(
            Api.json(api.send("POST", "/v1/alerts/test", "{\"channel\": \"broken\"}"))
                .at("/error")
                .stringValue())
        .contains("NOTIFY-002");
    assertThat(api.send("POST", "/v1/alerts/test", "{\"channel\": \"none\"}").body())
        .contains("ALERT-004");
    assertThat(
            api.send("POST", "/v1/alerts/silences", "{\"time\": \"PT1H\", \"reason\": \" \"}")
                .body())
        .contains("ALERT-002");
  }

  private boolean up(String database) throws Exception {
    return api.get("/v1/databases/" + database + "/health").body().contains("\"status\":\"UP\"");
  }

  private String subject(int message) throws Exception {
    MimeMessage received = mail.getReceivedMessages()[message];
    return received.getSubject();
  }

  private List<String> alerts() throws Exception {
    return Api.json(api.get("/v1/alerts"))
        .valueStream()
        .map(alert ->
            String.join(
                " ",
                alert.at("/rule").stringValue(),
                alert.at("/database").stringValue(),
                alert.at("/state").stringValue()))
        .toList();
  }

  private List<String> history() throws Exception {
    return Api.json(api.get("/v1/alerts/history"))
        .at("/items")
        .valueStream()
        .filter(event -> event.at("/database").stringValue().equals("clinic"))
        .map(event -> event.at("/state").stringValue())
        .toList();
  }

  private int tries(String channel) throws Exception {
    return Api.json(
            api.query(
                "store",
                "select coalesce(max(attempts), 0) from weir.alert_notice where channel = '"
                    + channel
                    + "'"))
        .at("/rows/0/0")
        .intValue();
  }

  /** Waits until the rules were judged so many times more. */
  private void rounds(int more) throws Exception {
    for (int i = 0; i < more; i++) {
      String before = round();
      await().atMost(LONG).until(() -> !round().equals(before));
    }
  }

  private String round() throws Exception {
    return Api.json(api.query("store", "select at::text from weir.alert_round"))
        .at("/rows/0/0")
        .asString("");
  }

  private void query(String change) throws Exception {
    HttpResponse<String> answer =
        api.send(
            "POST",
            "/v1/databases/store/update",
            "{\"sql\": \"" + change.replace("\"", "\\\"") + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
