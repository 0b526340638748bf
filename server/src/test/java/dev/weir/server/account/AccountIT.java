package dev.weir.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccountIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PASSWORD = "correct horse battery";

  @TempDir static Path folder;
  private static Home home;
  private static Server server;
  private static HttpClient http;
  private static String owner;

  @BeforeAll
  static void start() throws Exception {
    home = new Home(folder.resolve("home"));
    server = Server.start(Options.of(home).port(0).demo(false));
    http = HttpClient.newHttpClient();
    owner = Files.readString(home.serverToken());
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void whoeverReadsTheHomeIsItsAdministrator() throws Exception {
    HttpResponse<String> me = send("GET", "/v1/session", owner, null, Map.of());

    assertThat(me.statusCode()).isEqualTo(200);
    assertThat(json(me).get("role").asString()).isEqualTo("ADMINISTRATOR");
    assertThat(Files.getPosixFilePermissions(home.serverToken())).hasSize(2);
  }

  @Test
  void nobodyGetsInWithoutSigningIn() throws Exception {
    for (String path :
        new String[] {"/v1/databases", "/v1/users", "/v1/audit", "/metrics", "/v1/session"}) {
      HttpResponse<String> refused = send("GET", path, null, null, Map.of());

      assertThat(refused.statusCode()).as(path).isEqualTo(401);
      assertThat(json(refused).get("code").asString()).isEqualTo("AUTH-001");
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    }
    assertThat(send("GET", "/v1/databases", "weir_forged", null, Map.of()).statusCode())
        .isEqualTo(401);
    assertThat(send("GET", "/v1/version", null, null, Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void aBrowserSignsInAndMustProveItsChanges() throws Exception {
    user("anna", "OPERATOR");

    HttpResponse<String> in = signIn("anna", PASSWORD);
    assertThat(in.statusCode()).isEqualTo(200);
    String set = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(set).contains("HttpOnly").contains("SameSite=Strict");
    String cookie = set.substring(0, set.indexOf(';'));
    String csrf = json(in).get("csrf").asString();

    assertThat(send("GET", "/v1/session", null, null, Map.of("Cookie", cookie)).statusCode())
        .isEqualTo(200);
    HttpResponse<String> unproven =
        send("POST", "/v1/tokens", null, "{\"label\":\"x\"}", Map.of("Cookie", cookie));
    assertThat(unproven.statusCode()).isEqualTo(403);
    assertThat(json(unproven).get("code").asString()).isEqualTo("AUTH-005");
    assertThat(
            send(
                    "POST",
                    "/v1/tokens",
                    null,
                    "{\"label\":\"x\"}",
                    Map.of("Cookie", cookie, "X-Weir-Csrf", csrf))
                .statusCode())
        .isEqualTo(201);

    assertThat(
            send("DELETE", "/v1/session", null, null, Map.of("Cookie", cookie, "X-Weir-Csrf", csrf))
                .statusCode())
        .isEqualTo(204);
    assertThat(send("GET", "/v1/session", null, null, Map.of("Cookie", cookie)).statusCode())
        .isEqualTo(401);
  }

  @Test
  void fiveFailuresLockTheAccountAndAnAdministratorUnlocksIt() throws Exception {
    user("bert", "VIEWER");

    for (int i = 0; i < 5; i++) {
      assertThat(signIn("bert", "wrong").statusCode()).isEqualTo(401);
    }
    HttpResponse<String> locked = signIn("bert", PASSWORD);
    assertThat(locked.statusCode()).isEqualTo(429);
    assertThat(locked.headers().firstValue("Retry-After")).isPresent();

    assertThat(send("PATCH", "/v1/users/bert", owner, "{\"unlock\":true}", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(signIn("bert", PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void rolesDecideWhatIsAllowed() throws Exception {
    user("vera", "VIEWER");
    String viewer = token("vera", null);

    assertThat(send("GET", "/v1/users", viewer, null, Map.of()).statusCode()).isEqualTo(403);
    assertThat(send("POST", "/v1/databases", viewer, "{}", Map.of()).statusCode()).isEqualTo(403);
    assertThat(send("GET", "/metrics", viewer, null, Map.of()).body())
        .contains("jvm_memory_used_bytes")
        .contains("weir_http_requests");
    assertThat(
            send(
                    "POST",
                    "/v1/tokens",
                    viewer,
                    "{\"label\":\"more\",\"role\":\"administrator\"}",
                    Map.of())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aDisabledAccountIsOutAtOnceAndTheLastAdministratorStays() throws Exception {
    user("dora", "DEVELOPER");
    String token = token("dora", null);
    assertThat(send("GET", "/v1/session", token, null, Map.of()).statusCode()).isEqualTo(200);

    send("PATCH", "/v1/users/dora", owner, "{\"disabled\":true}", Map.of());

    assertThat(send("GET", "/v1/session", token, null, Map.of()).statusCode()).isEqualTo(401);
    assertThat(signIn("dora", PASSWORD).statusCode()).isEqualTo(401);
    HttpResponse<String> last = send("DELETE", "/v1/users/admin", owner, null, Map.of());
    assertThat(last.statusCode()).isEqualTo(409);
    assertThat(json(last).get("code").asString()).isEqualTo("AUTH-010");
    assertThat(send("GET", "/v1/users/admin", owner, null, Map.of()).statusCode()).isEqualTo(200);
  }

  @Test
  void aRevokedTokenEndsAndOnlyItsHashWasKept() throws Exception {
    JsonNode made =
        json(
            send(
                "POST",
                "/v1/tokens",
                owner,
                "{\"label\":\"ci\",\"role\":\"viewer\",\"days\":1}",
                Map.of()));
    String secret = made.get("secret").asString();
    assertThat(send("GET", "/v1/tokens", owner, null, Map.of()).body())
        .contains("\"ci\"")
        .doesNotContain(secret);

    assertThat(
            send("DELETE", "/v1/tokens/" + made.get("id").asString(), owner, null, Map.of())
                .statusCode())
        .isEqualTo(204);

    assertThat(send("GET", "/v1/session", secret, null, Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void badInputIsToldWithACode() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "{\"name\":\"x y\",\"password\":\"" + PASSWORD + "\",\"role\":\"viewer\"}",
            "AUTH-011",
            "{\"name\":\"kurt\",\"password\":\"short\",\"role\":\"viewer\"}",
            "AUTH-007",
            "{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\",\"role\":\"viewer\"}",
            "AUTH-009",
            "{\"name\":\"kurt\",\"password\":\"" + PASSWORD + "\",\"role\":\"king\"}",
            "WEIR-005",
            "{\"password\":\"" + PASSWORD + "\",\"role\":\"viewer\"}",
            "WEIR-005");
    for (Map.Entry<String, String> each : bodies.entrySet()) {
      HttpResponse<String> refused = send("POST", "/v1/users", owner, each.getKey(), Map.of());

      assertThat(refused.statusCode()).as(each.getKey()).isBetween(400, 499);
      assertThat(json(refused).get("code").asString()).as(each.getKey()).isEqualTo(each.getValue());
    }
  }

  @Test
  void whatWasDoneIsInTheAuditAndStaysThere() throws Exception {
    user("emil", "VIEWER");
    signIn("emil", "wrong");
    signIn("emil", PASSWORD);
    String viewer = token("emil", null);
    send("GET", "/v1/users", viewer, null, Map.of());

    JsonNode lines = json(send("GET", "/v1/audit?principal=emil", owner, null, Map.of()));

    assertThat(
            lines
                .valueStream()
                .map(line -> line.get("action").asString() + " " + line.get("result").asString()))
        .contains("sign-in ok", "sign-in AUTH-002", "GET /v1/users HTTP 403");
    assertThat(lines.toString()).doesNotContain(PASSWORD);
    JsonNode page = json(send("GET", "/v1/audit?limit=1", owner, null, Map.of()));
    assertThat(page).hasSize(1);
    assertThat(
            send("GET", "/v1/audit?limit=1", owner, null, Map.of())
                .headers()
                .firstValue("Link")
                .orElseThrow())
        .contains("rel=\"next\"");
  }

  private static void user(String name, String role) throws Exception {
    HttpResponse<String> made =
        send(
            "POST",
            "/v1/users",
            owner,
            "{\"name\":\""
                + name
                + "\",\"password\":\""
                + PASSWORD
                + "\",\"role\":\""
                + role
                + "\"}",
            Map.of());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  private static HttpResponse<String> signIn(String name, String password) throws Exception {
    return send(
        "POST",
        "/v1/session",
        null,
        "{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}",
        Map.of());
  }

  private static String token(String name, @Nullable String role) throws Exception {
    HttpResponse<String> in = signIn(name, PASSWORD);
    String set = in.headers().firstValue("Set-Cookie").orElseThrow();
    Map<String, String> browser =
        Map.of(
            "Cookie",
            set.substring(0, set.indexOf(';')),
            "X-Weir-Csrf",
            json(in).get("csrf").asString());
    String body =
        role == null ? "{\"label\":\"test\"}" : "{\"label\":\"test\",\"role\":\"" + role + "\"}";
    return json(send("POST", "/v1/tokens", null, body, browser)).get("secret").asString();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> send(
      String method,
      String path,
      @Nullable String token,
      @Nullable String body,
      Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.address().resolve(path));
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
