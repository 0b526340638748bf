package dev.weir.connector.mysql;

import dev.weir.api.DataType;
import dev.weir.testing.contract.Extremes;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB's dialect. */
final class MariadbSample extends FamilySample {
  @Override
  public List<Kept> kept() {
    return Stream.concat(
            super.kept().stream(),
            Stream.of(Extremes.uuids("uuid"), Kept.of("inet6", DataType.TEXT, "::1")))
        .toList();
  }

  @Override
  public List<Failing> failures() {
    return Stream.concat(super.failures().stream(), raised().stream()).toList();
  }
}
