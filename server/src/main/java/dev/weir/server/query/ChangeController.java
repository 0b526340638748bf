package dev.weir.server.query;

import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Updates, batches and calls of procedures. */
@RestController
class ChangeController {
  private final Databases databases;
  private final ClientWatch clients;

  ChangeController(Databases databases, ClientWatch clients) {
    this.databases = databases;
    this.clients = clients;
  }

  /** What an update did. */
  record Updated(long updated, List<Map<String, @Nullable Object>> generatedKeys) {}

  /** What a batch did: rows changed by each member, -1 where the engine does not tell. */
  record Batched(long updated, long[] counts) {}

  /**
   * One text with many sets of values.
   *
   * @param values an array of arrays
   */
  record BatchRequest(@Nullable String sql, @Nullable JsonNode values) {}

  /**
   * A call of a procedure, or of a function where {@code returns} names its type.
   *
   * @param parameters in the order of the procedure
   */
  record CallRequest(
      @Nullable String procedure,
      @Nullable String returns,
      @Nullable List<CallParameter> parameters,
      @Nullable String timeout,
      @Nullable String tenant) {}

  /**
   * One parameter of a call.
   *
   * @param direction {@code in}, {@code out}, {@code inout} or {@code cursor}
   * @param type what an output is told as
   */
  record CallParameter(
      @Nullable String name,
      @Nullable String direction,
      @Nullable JsonNode value,
      @Nullable String type) {}

  @PostMapping("/v1/databases/{name}/update")
  Updated update(@PathVariable String name, @RequestBody QueryRequest body) throws Exception {
    Statement statement = body.statement(0);
    Result.Updated result = clients.run(() -> databases.named(name).update(statement));
    return new Updated(result.count(), result.generatedKeys());
  }

  @PostMapping("/v1/databases/{name}/batch")
  Batched batch(@PathVariable String name, @RequestBody BatchRequest body) throws Exception {
    String sql = needed("sql", body.sql());
    List<List<@Nullable Object>> values = new ArrayList<>();
    JsonNode sets = body.values();
    if (sets == null || !sets.isArray()) {
      throw Rejected.because(CoreError.INVALID_OPTION, "values must be an array of arrays.");
    }
    for (JsonNode set : sets) {
      if (!set.isArray()) {
        throw Rejected.because(
            CoreError.INVALID_OPTION, "Member " + values.size() + " of values is not an array.");
      }
      values.add(JsonValues.list(set));
    }
    Result.Batched result = clients.run(() -> databases.named(name).batch(sql, values));
    return new Batched(result.total(), result.counts());
  }

  @PostMapping("/v1/databases/{name}/call")
  Result.Called call(@PathVariable String name, @RequestBody CallRequest body) throws Exception {
    Call call = call(body);
    return clients.run(() -> databases.named(name).call(call));
  }

  private static Call call(CallRequest body) {
    String procedure = needed("procedure", body.procedure());
    String returns = body.returns();
    Call call =
        returns == null ? Call.procedure(procedure) : Call.function(procedure, type(returns));
    List<CallParameter> parameters = body.parameters() == null ? List.of() : body.parameters();
    for (CallParameter parameter : parameters) {
      call = with(call, parameter);
    }
    Statement options = Statement.of("call");
    options =
        body.timeout() == null ? options : options.timeout(Times.parse("timeout", body.timeout()));
    options = body.tenant() == null ? options : options.tenant(body.tenant());
    return call.options(options.options());
  }

  private static Call with(Call call, CallParameter parameter) {
    String name = needed("name of each parameter", parameter.name());
    Object value = parameter.value() == null ? null : JsonValues.value(parameter.value());
    String direction = parameter.direction() == null ? "in" : parameter.direction();
    return switch (direction.toLowerCase(Locale.ROOT)) {
      case "in" -> call.in(name, value);
      case "out" -> call.out(name, type(needed("type of " + name, parameter.type())));
      case "inout" -> call.inOut(name, value, type(needed("type of " + name, parameter.type())));
      case "cursor" -> call.cursor(name);
      default ->
          throw Rejected.because(
              CoreError.INVALID_OPTION,
              "direction must be in, out, inout or cursor; it is " + direction + ".");
    };
  }

  private static DataType type(String name) {
    return Arrays.stream(DataType.values())
        .filter(type -> type.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() ->
            Rejected.because(
                CoreError.INVALID_OPTION,
                "There is no type " + name + "; there are " + List.of(DataType.values()) + "."));
  }

  private static String needed(String member, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw Rejected.because(CoreError.INVALID_OPTION, "The body has no " + member + ".");
    }
    return value;
  }
}
