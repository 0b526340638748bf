package dev.weir.engine.config;

import dev.weir.api.Definition.Replica;
import dev.weir.engine.config.ValueType.Text;
import java.util.List;

/** The keys of one replica in a list. */
final class ReplicaKeys {
  static final KeyTable<Replica> TABLE =
      new KeyTable<>(
          List.of(
              new Key<>(
                  "name", List.of(), DatabaseKeys.NAME, Replica::name, "Unique in its database."),
              new Key<>(
                  "host",
                  List.of("server"),
                  DatabaseKeys.HOST,
                  Replica::host,
                  "Its host name or address."),
              new Key<>(
                  "port",
                  List.of(),
                  ValueType.Replicas.PORT,
                  r -> r.port() == 0 ? null : r.port(),
                  "Its port; the engine's own when left out."),
              new Key<>("region", List.of(), Text.ANY, Replica::region, "Where it stands.")));

  private ReplicaKeys() {}
}
