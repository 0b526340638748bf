package dev.weir.server.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.server.reference.RestPage.Call;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document that tells of the calls, and the page that is made of it. */
class RestReferenceIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path PAGE = Path.of("..", "docs", "rest.md");
  @TempDir static Path folder;

  private static Home home;
  private static Server server;
  private static JsonNode document;

  @BeforeAll
  static void givenTheDocumentOfARunningServer() throws Exception {
    home = new Home(folder.resolve("home"));
    server = Server.start(Options.of(home).port(0));
    document = JSON.readTree(send("GET", "/v1/openapi.json", ""));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyCallHasAllThatAReaderNeeds() {
    List<String> missing = new ArrayList<>();
    for (Call call : RestPage.calls(document)) {
      JsonNode operation = call.operation();
      text(missing, call, operation, "summary");
      text(missing, call, operation, "description");
      for (JsonNode parameter : operation.path("parameters")) {
        text(missing, call, parameter, "description");
      }
      request(missing, call);
      answers(missing, call);
      problems(missing, call);
    }

    assertThat(RestPage.calls(document)).hasSizeGreaterThan(35);
    assertThat(missing).isEmpty();
  }

  private static void text(List<String> missing, Call call, JsonNode of, String member) {
    if (of.path(member).asString("").isBlank()) {
      missing.add(call.name() + " " + of.path("name").asString("") + " has no " + member);
    }
  }

  private static void request(List<String> missing, Call call) {
    JsonNode content = call.operation().at("/requestBody/content/application~1json");
    if (!call.operation().has("requestBody")) {
      return;
    }
    if (content.path("example").isEmpty()) {
      missing.add(call.name() + " has no example of its request");
    }
    Schemas.resolved(document, content.path("schema"))
        .path("properties")
        .properties()
        .forEach(member -> {
          if (member.getValue().path("description").asString("").isBlank()) {
            missing.add(call.name() + " does not explain " + member.getKey());
          }
        });
  }

  private static void answers(List<String> missing, Call call) {
    JsonNode responses = call.operation().path("responses");
    List<String> good =
        responses.propertyNames().stream().filter(status -> status.startsWith("2")).toList();
    if (good.size() != 1) {
      missing.add(call.name() + " ends well with " + good);
      return;
    }
    JsonNode content = responses.path(good.getFirst()).path("content");
    if (content.isEmpty() != good.getFirst().equals("204")) {
      missing.add(call.name() + " has no example of its answer");
    }
    content
        .properties()
        .forEach(type -> {
          if (!type.getValue().has("example")) {
            missing.add(call.name() + " has no example of " + type.getKey());
          }
        });
  }

  private static void problems(List<String> missing, Call call) {
    JsonNode responses = call.operation().path("responses");
    boolean open = !call.operation().has("security");
    if (!responses.has("default") || !open && !responses.has("401")) {
      missing.add(call.name() + " does not tell its problems");
    }
  }

  @Test
  void everyDescriptionIsOfACallThatIsThere() {
    assertThat(RestPage.calls(document).stream().map(Call::name))
        .containsExactlyInAnyOrderElementsOf(CallDescriptions.read().calls().keySet());
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<String> differences = new ArrayList<>();
    for (Call call : RestPage.calls(document)) {
      JsonNode request = call.operation().at("/requestBody/content/application~1json");
      differences.addAll(
          Schemas.differences(
              document,
              request.path("schema"),
              request.path("example"),
              call.name() + " request",
              false));
      call.operation()
          .path("responses")
          .properties()
          .forEach(response -> {
            JsonNode content = response.getValue().at("/content/application~1json");
            differences.addAll(
                Schemas.differences(
                    document,
                    content.path("schema"),
                    content.path("example"),
                    call.name() + " answer",
                    true));
          });
    }

    assertThat(differences).isEmpty();
  }

  @Test
  void theExampleOfAQueryAnswersWhatItSays() throws Exception {
    JsonNode query = document.at("/paths/~1v1~1databases~1{name}~1query/post");
    JsonNode said = query.at("/responses/200/content/application~1json/example");

    JsonNode answer =
        JSON.readTree(
            send(
                "POST",
                "/v1/databases/demo/query",
                query.at("/requestBody/content/application~1json/example").toString()));

    assertThat(answer.propertyNames()).containsExactlyInAnyOrderElementsOf(said.propertyNames());
    assertThat(answer.path("columns")).isEqualTo(said.path("columns"));
    assertThat(answer.path("rows")).isEqualTo(said.path("rows"));
  }

  /** Writes the page anew with {@code -Dweir.docs=write}. */
  @Test
  void thePageTellsTheCallsAsTheyAre() throws Exception {
    String page = new RestPage(document).markdown();
    if ("write".equals(System.getProperty("weir.docs"))) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "docs/rest.md; renew it with ./mvnw verify -pl server -am -Dweir.docs=write -Dtest=None"
                + " -Dit.test=RestReferenceIT -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false")
        .isEqualTo(page);
  }

  private static String send(String method, String path, String body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.address().resolve(path))
              .header("Authorization", "Bearer " + Files.readString(home.serverToken()).strip())
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    }
  }
}
