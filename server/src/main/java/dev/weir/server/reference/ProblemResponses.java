package dev.weir.server.reference;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.ErrorCode;
import dev.weir.api.Role;
import dev.weir.operations.advise.AdviceError;
import dev.weir.operations.alert.AlertError;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.monitor.MonitorError;
import dev.weir.operations.notify.NotifyError;
import dev.weir.operations.report.ReportError;
import dev.weir.server.account.AccountError;
import dev.weir.server.account.Doors;
import dev.weir.server.problem.Problems;
import dev.weir.server.problem.ServerError;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The problems that a call may answer, by status, each with an example. */
final class ProblemResponses {
  static final String SCHEMA = "Problem";
  private static final Map<String, ErrorCode> CODES =
      Stream.<ErrorCode[]>of(
              CoreError.values(),
              DatabaseError.values(),
              ServerError.values(),
              AccountError.values(),
              BackupError.values(),
              MonitorError.values(),
              AdviceError.values(),
              AlertError.values(),
              NotifyError.values(),
              ReportError.values())
          .flatMap(Arrays::stream)
          .collect(Collectors.toMap(ErrorCode::id, Function.identity()));

  private ProblemResponses() {}

  static void add(Operation operation, String method, String path, List<String> named) {
    Map<Integer, List<ErrorCode>> byStatus = new TreeMap<>();
    for (ErrorCode code : codes(operation, method, path, named)) {
      byStatus.computeIfAbsent(Problems.status(code).value(), _ -> new ArrayList<>()).add(code);
    }
    byStatus.forEach((status, codes) ->
        operation.getResponses().addApiResponse(Integer.toString(status), response(codes)));
    operation
        .getResponses()
        .addApiResponse(
            ApiResponses.DEFAULT,
            new ApiResponse()
                .description("Any other problem")
                .content(content(new MediaType().schema(reference()))));
  }

  /** What its description names, and what holds for every call of its kind. */
  private static List<ErrorCode> codes(
      Operation operation, String method, String path, List<String> named) {
    List<ErrorCode> codes = new ArrayList<>();
    if (operation.getRequestBody() != null) {
      codes.add(ServerError.BODY);
      codes.add(ServerError.MEDIA_TYPE);
    }
    if (!Doors.open(method, path)) {
      codes.add(AccountError.SIGN_IN_NEEDED);
      codes.add(AccountError.TOKEN_INVALID);
      if (!method.equals("GET")) {
        codes.add(AccountError.CSRF);
      }
      if (Doors.role(method, path) != Role.VIEWER) {
        codes.add(AccountError.ROLE);
      }
      if (Idempotency.of(method, path)) {
        codes.add(ServerError.KEY_REUSED);
        codes.add(ServerError.KEY_IN_USE);
      }
    }
    named.stream()
        .map(ProblemResponses::code)
        .filter(code -> !codes.contains(code))
        .forEach(codes::add);
    return codes;
  }

  private static ErrorCode code(String id) {
    ErrorCode code = CODES.get(id);
    if (code == null) {
      throw new IllegalStateException("There is no code " + id + ".");
    }
    return code;
  }

  private static ApiResponse response(List<ErrorCode> codes) {
    MediaType type = new MediaType().schema(reference());
    codes.forEach(code -> type.addExamples(code.id(), new Example().value(example(code))));
    return new ApiResponse()
        .description(
            codes.stream()
                .map(code -> code.id() + ": " + code.summary())
                .collect(Collectors.joining(" ")))
        .content(content(type));
  }

  private static Map<String, Object> example(ErrorCode code) {
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("type", "urn:weir:error:" + code.id());
    example.put("title", code.summary());
    example.put("status", Problems.status(code).value());
    example.put("detail", code.summary());
    example.put("code", code.id());
    example.put("kind", code.kind().name().toLowerCase(java.util.Locale.ROOT));
    example.put("retryable", code.retryable());
    example.put("nextStep", code.nextStep());
    return example;
  }

  private static Content content(MediaType type) {
    return new Content().addMediaType("application/problem+json", type);
  }

  private static Schema<?> reference() {
    return new Schema<>().$ref("#/components/schemas/" + SCHEMA);
  }
}
