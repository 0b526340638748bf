package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.Denied;
import dev.weir.api.Result;
import dev.weir.api.Role;
import dev.weir.api.WeirException;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.StatementKind;

/**
 * Checks that the caller's role allows what the statement may do. Reads the kind and the principal;
 * answers {@code WEIR-019}, {@code WEIR-018} where only reading is allowed, and {@code WEIR-020}
 * for what could not be understood.
 */
public final class AuthorizeStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    StatementKind kind = request.kind();
    if (kind != StatementKind.READ) {
      check(request, kind);
    } else if (request.action() == Action.LISTEN) {
      checkListener(request);
    }
    return next.proceed(request);
  }

  private static void check(Request request, StatementKind kind) {
    if (request.readOnly()) {
      throw denied(
          request,
          CoreError.NOT_READ_ONLY,
          "only reading is allowed here, and the statement is of kind " + kind);
    }
    Role needed = needed(kind);
    Role role = request.caller().principal().role();
    if (!role.includes(needed)) {
      CoreError code = kind == StatementKind.UNKNOWN ? CoreError.NOT_UNDERSTOOD : CoreError.ROLE;
      throw denied(
          request,
          code,
          request.caller().principal().name()
              + " has the role "
              + role
              + "; a statement of kind "
              + kind
              + " needs "
              + needed);
    }
  }

  /** Rows may be filtered by tenant; notifications never are. */
  private static void checkListener(Request request) {
    boolean filtered = request.database().definition().tenancy().setting() != null;
    if (filtered && !request.caller().principal().role().includes(Role.OPERATOR)) {
      throw denied(
          request,
          CoreError.ROLE,
          "its rows are filtered by tenant and its notifications are not, so listening needs "
              + Role.OPERATOR);
    }
  }

  private static Role needed(StatementKind kind) {
    return switch (kind) {
      case READ -> Role.VIEWER;
      case WRITE, CALL, TRANSACTION -> Role.DEVELOPER;
      case SCHEMA, CONTROL -> Role.OPERATOR;
      case SERVER, UNKNOWN -> Role.ADMINISTRATOR;
    };
  }

  private static Denied denied(Request request, CoreError code, String why) {
    return WeirException.with(
        Denied.because(code, "Database " + request.database().name() + ": " + why + "."),
        "database",
        request.database().name());
  }
}
