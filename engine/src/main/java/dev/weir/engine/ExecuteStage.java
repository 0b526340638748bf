package dev.weir.engine;

import dev.weir.api.DatabaseError;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.Session;
import dev.weir.spi.trace.Step;
import dev.weir.spi.trace.Trail;
import org.jspecify.annotations.Nullable;

/**
 * The end of the path: borrows a session, or takes the transaction's, and hands it the statement.
 */
final class ExecuteStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    Subscription subscription = request.subscription();
    if (subscription != null) {
      subscription.open(request.node().node(), request.attempt());
      return Result.Done.DONE;
    }
    Pin pin = request.pin();
    if (pin != null) {
      Session session = pin.session(request);
      request.sent(session);
      return run(request, session);
    }
    return request.boundTenant() == null ? alone(request) : forTenant(request);
  }

  private static Result alone(Request request) {
    Session session = borrow(request);
    boolean open = false;
    try {
      request.sent(session);
      Result result = run(request, session);
      open = result instanceof Rows;
      if (open) {
        request.whenFinished(result, session::close);
      }
      return result;
    } catch (WeirException e) {
      lost(request, e);
      throw e;
    } finally {
      if (!open) {
        session.close();
      }
    }
  }

  private static Result forTenant(Request request) {
    Session session = borrow(request);
    boolean open = false;
    try {
      request.sent(session);
      session.begin(TransactionOptions.DEFAULT.readOnly(request.readOnly()));
      bind(request, session);
      Result result = run(request, session);
      open = result instanceof Rows;
      if (open) {
        request.whenFinished(
            result,
            () -> {
              try (session) {
                session.commit();
              }
            });
      } else {
        session.commit();
      }
      return result;
    } catch (WeirException e) {
      lost(request, e);
      throw e;
    } finally {
      if (!open) {
        session.close();
      }
    }
  }

  static void bind(Request request, Session session) {
    String setting = request.tenantSetting();
    String tenant = request.boundTenant();
    if (setting != null && tenant != null) {
      session.bindTenant(setting, tenant);
    }
  }

  private static Session borrow(Request request) {
    Trail trail = request.trail();
    if (trail == null) {
      return request.node().borrow(request.attempt());
    }
    try (Step wait = trail.session()) {
      try {
        return request.node().borrow(request.attempt());
      } catch (WeirException e) {
        wait.failed(e);
        throw e;
      }
    }
  }

  private static Result run(Request request, Session session) {
    Trail trail = request.trail();
    if (trail == null) {
      return run(request, session, "");
    }
    try (Step statement = trail.statement(Telling.sent(request))) {
      try {
        return run(request, session, statement.comment());
      } catch (WeirException e) {
        statement.failed(e);
        throw e;
      }
    }
  }

  private static Result run(Request request, Session session, String comment) {
    Request.@Nullable Work body = request.body();
    return body != null ? body.on(session, request) : session.execute(request.invocation(comment));
  }

  /** One lost connection speaks for the others that were opened to the same server before. */
  private static void lost(Request request, WeirException error) {
    if (error.code() == DatabaseError.CONNECTION_LOST_DURING
        || error.code() == DatabaseError.CONNECTION_LOST
        || error.code() == DatabaseError.SERVER_STARTING) {
      EngineNode node = request.nodeOrNull();
      if (node != null) {
        node.node().evict();
      }
    }
  }
}
