package dev.weir.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a stored procedure or function; immutable. Parameters go in the order in which they are
 * added.
 *
 * <pre>{@code
 * Call.procedure("billing.close_month").in("month", "2026-11").out("claims", DataType.INTEGER)
 * }</pre>
 *
 * @param name the procedure, with its schema if needed; each part is quoted by the connector
 * @param function true where the name is a function whose value is told as the output {@code
 *     result}
 * @param result the type of a function's value
 */
public record Call(
    String name,
    boolean function,
    @Nullable DataType result,
    List<Parameter> parameters,
    Statement.Options options) {
  public Call {
    parameters = List.copyOf(parameters);
  }

  public static Call procedure(String name) {
    return new Call(name, false, null, List.of(), Statement.Options.DEFAULT);
  }

  public static Call function(String name, DataType result) {
    return new Call(name, true, result, List.of(), Statement.Options.DEFAULT);
  }

  public Call in(String parameter, @Nullable Object value) {
    return with(new Parameter(parameter, Direction.IN, value, null));
  }

  public Call out(String parameter, DataType type) {
    return with(new Parameter(parameter, Direction.OUT, null, type));
  }

  public Call inOut(String parameter, @Nullable Object value, DataType type) {
    return with(new Parameter(parameter, Direction.IN_OUT, value, type));
  }

  /** An output that is a cursor; told as a list of rows. */
  public Call cursor(String parameter) {
    return with(new Parameter(parameter, Direction.CURSOR, null, null));
  }

  public Call options(Statement.Options changed) {
    return new Call(name, function, result, parameters, changed);
  }

  private Call with(Parameter parameter) {
    List<Parameter> more = new ArrayList<>(parameters);
    more.add(parameter);
    return new Call(name, function, result, more, options);
  }

  /** Which way a parameter's value goes. */
  public enum Direction {
    IN,
    OUT,
    IN_OUT,
    CURSOR
  }

  /**
   * One parameter of a call.
   *
   * @param value null for OUT, or SQL NULL
   * @param type what an output is told as; null for IN
   */
  public record Parameter(
      String name, Direction direction, @Nullable Object value, @Nullable DataType type) {
    @Override
    public String toString() {
      return "Parameter[" + name + " " + direction + "]";
    }
  }
}
