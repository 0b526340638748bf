package dev.weir.connector.mysql;

import dev.weir.api.DataType;
import dev.weir.api.DatabaseError;
import java.util.List;
import java.util.stream.Stream;

/** MySQL's dialect as its release 8.0.15 speaks it. */
final class MysqlSample extends FamilySample {
  /** It parses CHECK constraints and forgets them; 8.0.16 is the first to hold them. */
  @Override
  public boolean checksRows() {
    return false;
  }

  @Override
  public List<Literal> literals() {
    return Stream.concat(
            super.literals().stream(),
            Stream.of(new Literal("cast('{\"a\": 1}' as json)", DataType.JSON, "{\"a\": 1}")))
        .toList();
  }

  @Override
  public List<Failing> failures() {
    return Stream.concat(
            super.failures().stream(),
            Stream.of(
                Failing.of(DatabaseError.SYNTAX, "select id, count(*) from contract_notes"),
                Failing.of(DatabaseError.INVALID_VALUE, "select json_extract('{', '$')")))
        .toList();
  }
}
