package dev.weir.engine.stage;

import dev.weir.api.Result;
import dev.weir.engine.EngineNode;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;

/**
 * Chooses the node. Inside a transaction that is the node of its session; otherwise the primary.
 */
public final class RouteStage implements Stage {
  private final EngineNode primary;

  public RouteStage(EngineNode primary) {
    this.primary = primary;
  }

  @Override
  public Result proceed(Request request, Next next) {
    request.node(primary);
    return next.proceed(request);
  }
}
