package dev.weir.server.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Tells as a problem what Tomcat refuses before any filter or controller sees it. */
public final class ProblemReport extends ErrorReportValve {
  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    ServerError code = response.getStatus() == 404 ? ServerError.UNKNOWN_PATH : ServerError.REQUEST;
    byte[] body =
        JSON.writeValueAsString(
                Problems.detail(
                    code,
                    HttpStatus.valueOf(response.getStatus()),
                    "The request was refused: its path or a header is not allowed."))
            .getBytes(StandardCharsets.UTF_8);
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response.getOutputStream().write(body);
      response.finishResponse();
    } catch (IOException | IllegalStateException gone) {
      container.getLogger().debug("The client went away", gone);
    }
  }
}
