package dev.weir.server.reference;

import dev.weir.server.account.Doors;
import dev.weir.server.boot.Version;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code /v1/openapi.json} says: of the API as a whole, and of each call what {@link
 * CallDescriptions} holds, who may send it, and which problems it may answer.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  private static final String TOKEN = "token";
  private static final String COOKIE = "cookie";
  private static final String WHOLE =
      """
      All of an organisation's databases through one path.

      Send a token as `Authorization: Bearer …`, or sign in at `POST /v1/session` and send the cookie, with the `csrf` value of the answer
      in the header `X-Weir-Csrf` for whatever changes something. `WEIR_HOME/run/token` holds the token of the home's owner.

      - Errors are problems (RFC 9457, `application/problem+json`) with `code`, `kind`, `retryable`, `nextStep`, `traceId` and `facts`.
        `429`, and `503` where trying again can help, carry `Retry-After`.
      - Lists that come in pages have a `Link` header with `rel="next"` as long as there is a next one.
      - `Idempotency-Key` on a `POST` that changes something: the same key and body get the same answer for 24 hours.
      - Definitions carry an `ETag`; send it back in `If-Match` to change what you have seen.
      - A client that goes away cancels its statement on the server.
      - `COPY … FROM STDIN` is not of this API, whose bodies have at most 32 MiB; use `weir query --input` or the library.
      - `traceparent` is taken over; every answer carries `X-Correlation-Id`, which also stands in the log and in the audit.
      """;

  static {
    // Any JSON, which springdoc would tell as the methods of the class.
    SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class, new Schema<>());
  }

  private final CallDescriptions descriptions = CallDescriptions.read();
  private final JsonMapper json;

  ApiDescription(JsonMapper json) {
    this.json = json;
  }

  @Bean
  OpenAPI whole(Version version) {
    OpenAPI api =
        new OpenAPI()
            .info(new Info().title("Weir").version(version.text()).description(WHOLE.strip()))
            .components(
                new Components()
                    .addSchemas(ProblemResponses.SCHEMA, problem())
                    .addSecuritySchemes(
                        TOKEN, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
                    .addSecuritySchemes(
                        COOKIE,
                        new SecurityScheme()
                            .type(SecurityScheme.Type.APIKEY)
                            .in(SecurityScheme.In.COOKIE)
                            .name("weir-session")));
    descriptions.calls().values().stream()
        .map(CallDescription::group)
        .distinct()
        .forEach(group -> api.addTagsItem(new Tag().name(group)));
    return api;
  }

  private static Schema<?> problem() {
    Schema<?> problem =
        new ObjectSchema().description("What went wrong, who must act, and what to do next");
    for (String member :
        List.of("type", "title", "detail", "instance", "code", "kind", "nextStep", "traceId")) {
      problem.addProperty(member, new StringSchema());
    }
    problem.addProperty("status", new IntegerSchema());
    problem.addProperty("retryable", new BooleanSchema());
    problem.addProperty("facts", new ObjectSchema().additionalProperties(new StringSchema()));
    return problem;
  }

  @Bean
  OpenApiCustomizer calls() {
    return api ->
        api.getPaths()
            .forEach((path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> describe(api, method, path, operation)));
  }

  private void describe(OpenAPI api, PathItem.HttpMethod method, String path, Operation operation) {
    String verb = method.name();
    Optional<CallDescription> found = descriptions.of(verb, path);
    found.ifPresent(call -> {
      operation.setTags(List.of(call.group()));
      operation.setSummary(call.summary());
      operation.setDescription(call.description() + who(verb, path));
      parameters(operation, call, Idempotency.of(verb, path));
      body(api, operation, call);
      answer(operation, call);
    });
    if (!Doors.open(verb, path)) {
      operation.addSecurityItem(new SecurityRequirement().addList(TOKEN));
      operation.addSecurityItem(new SecurityRequirement().addList(COOKIE));
    }
    ProblemResponses.add(
        operation, verb, path, found.map(CallDescription::problems).orElse(List.of()));
  }

  private static String who(String method, String path) {
    return Doors.open(method, path) ? "" : " Needs the role " + Doors.role(method, path) + ".";
  }

  private void parameters(Operation operation, CallDescription call, boolean idempotent) {
    if (idempotent) {
      operation.addParametersItem(
          new HeaderParameter().name("Idempotency-Key").schema(new StringSchema()));
    }
    if (operation.getParameters() != null) {
      operation
          .getParameters()
          .forEach(parameter ->
              parameter.setDescription(descriptions.meaning(call, parameter.getName())));
    }
  }

  private void body(OpenAPI api, Operation operation, CallDescription call) {
    if (operation.getRequestBody() == null || call.request() == null) {
      return;
    }
    operation
        .getRequestBody()
        .getContent()
        .values()
        .forEach(type -> {
          type.setExample(value(call.request()));
          explain(resolved(api, type.getSchema()), call.body());
        });
  }

  private static void explain(@Nullable Schema<?> schema, Map<String, String> members) {
    if (schema != null && schema.getProperties() != null) {
      members.forEach((name, meaning) -> {
        Schema<?> member = schema.getProperties().get(name);
        if (member != null) {
          member.setDescription(meaning);
        }
      });
    }
  }

  private static @Nullable Schema<?> resolved(OpenAPI api, @Nullable Schema<?> schema) {
    if (schema == null || schema.get$ref() == null) {
      return schema;
    }
    String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
    return api.getComponents().getSchemas().get(name);
  }

  /** The answer that tells that it went well, with the schema that the code has for JSON. */
  private void answer(Operation operation, CallDescription call) {
    Schema<?> schema = schema(operation);
    operation.getResponses().clear();
    ApiResponse answer = new ApiResponse().description(call.summary());
    if (!call.answers().isEmpty()) {
      Content content = new Content();
      call.answers()
          .forEach((type, example) -> {
            boolean document = type.equals("application/json");
            MediaType media = new MediaType().example(document ? value(example) : example);
            content.addMediaType(type, document && schema != null ? media.schema(schema) : media);
          });
      answer.content(content);
    }
    operation.getResponses().addApiResponse(Integer.toString(call.status()), answer);
  }

  private static @Nullable Schema<?> schema(Operation operation) {
    return operation.getResponses().values().stream()
        .filter(response -> response.getContent() != null)
        .flatMap(response -> response.getContent().values().stream())
        .map(MediaType::getSchema)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .<Schema<?>>map(schema -> schema)
        .orElse(null);
  }

  private Object value(String example) {
    return json.readValue(example, Object.class);
  }
}
