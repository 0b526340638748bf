package dev.weir.testing.contract;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/**
 * What every connector must show, whatever its language: each ability that it declares is proven on
 * a real server, and each one that it lacks is shown to be refused with {@code WEIR-004}.
 * Connectors of SQL extend {@link SqlContract}, and {@link SqlServerContract} where a server is
 * reached over a network; others that are implement {@link ServerContract} besides.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConnectorContract
    implements QueryContract,
        InputContract,
        AbilityContract,
        DeadlineContract,
        PoolContract,
        RoleContract,
        HealthContract {
  private final Deque<Engine> engines = new ArrayDeque<>();
  private @Nullable Engine shared;
  private @Nullable OpenDatabase database;

  @Override
  public OpenDatabase database() {
    OpenDatabase open = database;
    if (open == null) {
      Engine engine = engine(url(), builder -> builder);
      open = engine.database("contract");
      sample().prepare(open);
      shared = engine;
      database = open;
    }
    return open;
  }

  @Override
  public OpenDatabase open(UnaryOperator<Definition.Builder> change) {
    database();
    return open(url(), change);
  }

  @Override
  public OpenDatabase open(String url, UnaryOperator<Definition.Builder> change) {
    Engine engine = engine(url, change);
    engines.push(engine);
    return engine.database("contract");
  }

  private static Engine engine(String url, UnaryOperator<Definition.Builder> change) {
    Connectors connectors = Connectors.installed();
    Definition.Builder parsed = connectors.parse("contract", url).orElseThrow();
    return new Engine(connectors, List.of(change.apply(parsed).build()), Secret::reveal);
  }

  @AfterEach
  final void closeOpened() {
    while (!engines.isEmpty()) {
      engines.pop().close(Duration.ofMillis(100));
    }
  }

  @AfterAll
  final void closeShared() {
    if (shared != null) {
      shared.close(Duration.ofMillis(100));
    }
  }
}
