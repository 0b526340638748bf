package dev.weir.server.boot;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code /v1/openapi.json} says of the API as a whole: every request may answer a problem. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  @Bean
  OpenAPI description(Version version) {
    return new OpenAPI()
        .info(
            new Info()
                .title("Weir")
                .version(version.text())
                .description(
                    "All of an organisation's databases through one path. Errors are problems (RFC"
                        + " 9457); lists come in pages that a Link header joins."));
  }

  @Bean
  OpenApiCustomizer problemResponses() {
    return api ->
        api.getPaths().values().stream()
            .map(PathItem::readOperations)
            .forEach(operations -> operations.forEach(ApiDescription::mayFail));
  }

  private static void mayFail(Operation operation) {
    operation
        .getResponses()
        .addApiResponse(
            ApiResponses.DEFAULT,
            new ApiResponse()
                .description("What went wrong, who must act, and what to do next")
                .content(
                    new Content()
                        .addMediaType(
                            "application/problem+json", new MediaType().schema(problem()))));
  }

  private static Schema<?> problem() {
    Schema<?> problem = new ObjectSchema();
    for (String member :
        new String[] {"type", "title", "detail", "code", "kind", "traceId", "nextStep"}) {
      problem.addProperty(member, new StringSchema());
    }
    return problem;
  }
}
