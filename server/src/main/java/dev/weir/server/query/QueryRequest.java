package dev.weir.server.query;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A statement as it comes over REST.
 *
 * @param sql the text, in the engine's own language
 * @param parameters an array for {@code ?}, an object for {@code :name}
 * @param maxRows 0 for no limit
 * @param timeout such as {@code 500ms}, {@code 30s} or {@code PT30S}
 * @param tenant on whose behalf
 * @param service whose share of connections is used
 * @param idempotent running it twice does no harm
 * @param generatedKeys answer the keys that the database makes
 */
record QueryRequest(
    @Nullable String sql,
    @Nullable JsonNode parameters,
    @Nullable Long maxRows,
    @Nullable String timeout,
    @Nullable Boolean readOnly,
    @Nullable String tenant,
    @Nullable String service,
    @Nullable Boolean idempotent,
    @Nullable Boolean generatedKeys) {

  Statement statement(long unlessSaid) {
    if (sql == null) {
      throw Rejected.because(CoreError.EMPTY_STATEMENT, "The body has no member sql.");
    }
    Statement statement = bound(sql).maxRows(maxRows == null ? unlessSaid : maxRows);
    statement = timeout == null ? statement : statement.timeout(Times.parse("timeout", timeout));
    statement = tenant == null ? statement : statement.tenant(tenant);
    statement = service == null ? statement : statement.service(service);
    statement = yes(readOnly) ? statement.readOnly() : statement;
    statement = yes(idempotent) ? statement.idempotent() : statement;
    return yes(generatedKeys) ? statement.generatedKeys() : statement;
  }

  private Statement bound(String text) {
    if (parameters == null || parameters.isNull()) {
      return Statement.of(text);
    }
    if (parameters.isArray()) {
      List<@Nullable Object> values = JsonValues.list(parameters);
      return Statement.of(text, values.toArray());
    }
    if (parameters.isObject()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      parameters
          .properties()
          .forEach(entry -> values.put(entry.getKey(), JsonValues.value(entry.getValue())));
      return Statement.of(text).bindAll(values);
    }
    throw Rejected.because(CoreError.INVALID_OPTION, "parameters must be an array or an object.");
  }

  private static boolean yes(@Nullable Boolean flag) {
    return flag != null && flag;
  }
}
