package dev.weir.connector.redis;

import dev.weir.api.Definition;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.spi.Deadline;
import dev.weir.spi.Invocation;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Session;
import dev.weir.testing.databases.DatabaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Uses a node as the engine does, in few words. */
record Client(Node node) implements AutoCloseable {
  static final RedisConnector CONNECTOR = new RedisConnector();

  static Client of(DatabaseServer server) {
    return of(server, builder -> builder);
  }

  static Client of(DatabaseServer server, UnaryOperator<Definition.Builder> change) {
    return of(server, change, server::password);
  }

  static Client of(
      DatabaseServer server,
      UnaryOperator<Definition.Builder> change,
      Supplier<@Nullable String> password) {
    Definition.Builder builder = CONNECTOR.parse("cache", server.url()).orElseThrow();
    Definition definition = change.apply(builder).build();
    return new Client(CONNECTOR.open(new NodeSettings(definition, "primary", false, password)));
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  Session borrow() {
    return node.borrow(soon());
  }

  static Invocation invocation(Action action, Deadline deadline, String text, Object... values) {
    return new Invocation(
        action,
        CONNECTOR.language().understand(text),
        Arrays.asList(values),
        List.of(),
        null,
        deadline,
        0,
        0,
        false,
        false,
        new Invocation.Profile());
  }

  Result run(Action action, String text, Object... values) {
    return run(action, soon(), text, values);
  }

  Result run(Action action, Deadline deadline, String text, Object... values) {
    try (Session session = node.borrow(deadline)) {
      return session.execute(invocation(action, deadline, text, values));
    }
  }

  long update(String text, Object... values) {
    return ((Result.Updated) run(Action.UPDATE, text, values)).count();
  }

  /** All rows of an answer, each a list of values. */
  List<List<@Nullable Object>> query(String text, Object... values) {
    try (Session session = borrow()) {
      return all((Rows) session.execute(invocation(Action.QUERY, soon(), text, values)));
    }
  }

  static List<List<@Nullable Object>> all(Rows rows) {
    int width = rows.columns().size();
    return rows.list(row -> {
      List<@Nullable Object> cells = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        cells.add(row.value(i));
      }
      return cells;
    });
  }

  @Nullable Object value(String text, Object... values) {
    return query(text, values).getFirst().getFirst();
  }

  long[] batch(String text, List<? extends List<? extends @Nullable Object>> members) {
    try (Session session = borrow()) {
      Invocation batch =
          new Invocation(
              Action.BATCH,
              CONNECTOR.language().understand(text),
              List.of(),
              members,
              null,
              soon(),
              0,
              0,
              false,
              false,
              new Invocation.Profile());
      return ((Result.Batched) session.execute(batch)).counts();
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
