package dev.weir.connector.jdbc;

import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.spi.Values;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call of a procedure or function: what goes in, the results on the way, and what comes out. */
final class ProcedureCall {
  private final RelationalEngine engine;
  private final CallableStatement statement;
  private final Call call;

  ProcedureCall(RelationalEngine engine, CallableStatement statement, Call call) {
    this.engine = engine;
    this.statement = statement;
    this.call = call;
  }

  /** True where the call answers a cursor, which lives as long as its transaction. */
  static boolean answersCursor(Call call) {
    return call.parameters().stream().anyMatch(p -> p.direction() == Call.Direction.CURSOR);
  }

  void register() throws SQLException {
    DataType answer = call.result();
    if (answer != null) {
      statement.registerOutParameter(1, engine.outputType(answer));
    }
    for (int i = 0; i < call.parameters().size(); i++) {
      register(place(i), call.parameters().get(i));
    }
  }

  /** Where a parameter stands: the result of a function comes before them all. */
  private int place(int parameter) {
    return parameter + (call.function() ? 2 : 1);
  }

  private void register(int index, Call.Parameter parameter) throws SQLException {
    switch (parameter.direction()) {
      case IN -> engine.bind(statement, index, parameter.value());
      case OUT -> registerOutput(index, parameter);
      case IN_OUT -> {
        engine.bind(statement, index, parameter.value());
        registerOutput(index, parameter);
      }
      case CURSOR -> {
        if (engine.cursorType() == 0) {
          throw Rejected.because(
              CoreError.NOT_SUPPORTED,
              engine.displayName()
                  + " has no cursor parameters; read the result sets of the call instead.");
        }
        statement.registerOutParameter(index, engine.cursorType());
      }
    }
  }

  private void registerOutput(int index, Call.Parameter parameter) throws SQLException {
    DataType type = Objects.requireNonNull(parameter.type());
    statement.registerOutParameter(index, engine.outputType(type));
  }

  Result.Called run() throws SQLException {
    List<List<Map<String, @Nullable Object>>> results = results();
    return new Result.Called(outputs(), results);
  }

  private List<List<Map<String, @Nullable Object>>> results() throws SQLException {
    List<List<Map<String, @Nullable Object>>> results = new ArrayList<>();
    boolean rows = statement.execute();
    while (rows || statement.getUpdateCount() != -1) {
      if (rows) {
        try (ResultSet result = statement.getResultSet()) {
          results.add(JdbcRows.collect(engine, result));
        }
      }
      rows = statement.getMoreResults();
    }
    return results;
  }

  private Map<String, @Nullable Object> outputs() throws SQLException {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    DataType answer = call.result();
    if (answer != null) {
      outputs.put("result", output(1, answer));
    }
    for (int i = 0; i < call.parameters().size(); i++) {
      Call.Parameter parameter = call.parameters().get(i);
      DataType type = parameter.type();
      if (parameter.direction() == Call.Direction.CURSOR) {
        try (ResultSet cursor = (ResultSet) statement.getObject(place(i))) {
          outputs.put(parameter.name(), JdbcRows.collect(engine, cursor));
        }
      } else if (type != null) {
        outputs.put(parameter.name(), output(place(i), type));
      }
    }
    return outputs;
  }

  private @Nullable Object output(int index, DataType type) throws SQLException {
    Object value = type == DataType.TEXT ? statement.getString(index) : statement.getObject(index);
    return value == null || type == DataType.OTHER
        ? value
        : Values.convert(CommonTypes.normal(value), type.javaType());
  }
}
