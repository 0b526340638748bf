package dev.weir.connector.mysql;

import dev.weir.api.DataType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** MariaDB's dialect. */
final class MariadbSample extends FamilySample {
  @Override
  public List<Kept> kept() {
    return Stream.concat(
            super.kept().stream(),
            Stream.of(
                Kept.of(
                    "uuid", DataType.UUID, UUID.fromString("00000000-0000-4000-8000-0000000000ff")),
                Kept.of("inet6", DataType.TEXT, "::1")))
        .toList();
  }

  @Override
  public List<Failing> failures() {
    return Stream.concat(super.failures().stream(), raised().stream()).toList();
  }
}
