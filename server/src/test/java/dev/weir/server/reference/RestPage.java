package dev.weir.server.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/rest.md}, as the OpenAPI document tells it. */
final class RestPage {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final StringBuilder page = new StringBuilder();

  RestPage(JsonNode document) {
    this.document = document;
  }

  /** A call of the document. */
  record Call(String method, String path, JsonNode operation) {
    String name() {
      return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
    }

    String group() {
      return operation.at("/tags/0").asString("");
    }
  }

  static List<Call> calls(JsonNode document) {
    List<Call> calls = new ArrayList<>();
    for (Entry<String, JsonNode> path : document.at("/paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().path(method);
        if (operation.isObject()) {
          calls.add(new Call(method, path.getKey(), operation));
        }
      }
    }
    return calls;
  }

  String markdown() {
    line("# REST API");
    line("");
    line(
        "From the server's own OpenAPI 3.1 document, `/v1/openapi.json` (not served in production).");
    line("");
    line(document.at("/info/description").stringValue());
    line("");
    line("    curl -s http://127.0.0.1:8425/v1/databases/demo/query \\");
    line(
        "      -H \"Authorization: Bearer $(cat ~/.weir/run/token)\" -H \"Content-Type: application/json\" \\");
    line(
        "      -d '{\"sql\": \"select id, name from clinics where id = :id\", \"parameters\": {\"id\": 3}}'");
    List<Call> calls = calls(document);
    for (JsonNode tag : document.at("/tags")) {
      String group = tag.path("name").stringValue();
      line("");
      line("## " + group);
      calls.stream().filter(call -> call.group().equals(group)).forEach(this::call);
    }
    return page.toString();
  }

  private void call(Call call) {
    JsonNode operation = call.operation();
    line("");
    line("### `" + call.name() + "`");
    line("");
    line(
        "**"
            + operation.path("summary").stringValue()
            + ".** "
            + operation.path("description").stringValue());
    parameters(operation);
    request(operation);
    answers(operation);
    problems(operation);
  }

  private void parameters(JsonNode operation) {
    List<String> rows = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      rows.add(
          "| `%s` | %s | %s |"
              .formatted(
                  parameter.path("name").stringValue(),
                  parameter.path("in").stringValue(),
                  parameter.path("description").asString("")));
    }
    table("| parameter | in | what it means |\n|---|---|---|", rows);
  }

  private void request(JsonNode operation) {
    JsonNode content = operation.at("/requestBody/content/application~1json");
    if (content.isMissingNode()) {
      return;
    }
    List<String> rows = new ArrayList<>();
    Schemas.resolved(document, content.path("schema"))
        .path("properties")
        .properties()
        .forEach(member ->
            rows.add(
                "| `%s` | %s |"
                    .formatted(
                        member.getKey(), member.getValue().path("description").asString(""))));
    table("| member of the body | what it means |\n|---|---|", rows);
    example("Request", "json", content.path("example"));
  }

  private void answers(JsonNode operation) {
    operation
        .path("responses")
        .properties()
        .forEach(response -> {
          if (!response.getKey().startsWith("2")) {
            return;
          }
          if (response.getValue().path("content").isEmpty()) {
            line("");
            line("Answers " + response.getKey() + " without a body.");
          }
          response
              .getValue()
              .path("content")
              .properties()
              .forEach(type ->
                  example(
                      "Answer %s, `%s`".formatted(response.getKey(), type.getKey()),
                      type.getKey().endsWith("json") ? "json" : "text",
                      type.getValue().path("example")));
        });
  }

  private void problems(JsonNode operation) {
    List<String> rows = new ArrayList<>();
    operation
        .path("responses")
        .properties()
        .forEach(response ->
            response
                .getValue()
                .at("/content/application~1problem+json/examples")
                .properties()
                .forEach(example ->
                    rows.add(
                        "[%s](errors.md) (%s)".formatted(example.getKey(), response.getKey()))));
    if (!rows.isEmpty()) {
      line("");
      line("Problems: " + String.join(", ", rows) + ".");
    }
  }

  private void table(String head, List<String> rows) {
    if (!rows.isEmpty()) {
      line("");
      line(head);
      rows.forEach(this::line);
    }
  }

  private void example(String title, String language, JsonNode example) {
    line("");
    line(title + ":");
    line("");
    line("```" + language);
    line(
        example.isString()
            ? example.stringValue()
            : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(example));
    line("```");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
