package dev.weir.server.account;

import dev.weir.api.Denied;
import dev.weir.api.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which role each part of the API needs. What is not named needs a viewer to read and an operator
 * to change.
 */
public final class Doors {
  private static final Set<String> OPEN =
      Set.of("GET /v1/health/live", "GET /v1/health/ready", "GET /v1/version", "POST /v1/session");
  private static final List<String> STATEMENTS =
      List.of("/query", "/update", "/batch", "/call", "/explain");
  private static final List<String> OWN = List.of("/v1/session", "/v1/tokens", "/v1/password");

  /**
   * All that a token of one tenant opens: taking that tenant's rows out, and hearing how it went.
   */
  private static final List<Pattern> OF_A_TENANT =
      Stream.of(
              "POST /v1/backups",
              "POST /v1/backups/check",
              "POST /v1/restores/patch",
              "GET /v1/restores/patches/[^/]+",
              "GET /v1/operations/[^/]+",
              "POST /v1/operations/[^/]+/cancel")
          .map(Pattern::compile)
          .toList();

  private Doors() {}

  /** True for what needs no sign-in. */
  public static boolean open(String method, String path) {
    return OPEN.contains(method + " " + path)
        || !path.startsWith("/v1/") && !path.equals("/metrics");
  }

  static void check(String method, String path, @Nullable Role role) {
    if (open(method, path)) {
      return;
    }
    if (role == null) {
      throw Denied.because(AccountError.SIGN_IN_NEEDED, "Sign in first.");
    }
    Role needed = role(method, path);
    if (!role.includes(needed)) {
      throw Denied.because(
          AccountError.ROLE, "This needs the role " + needed + "; yours is " + role + ".");
    }
  }

  /** Refuses a token of one tenant all that is not for tenants, statements too. */
  static void checkTenant(String method, String path, String tenant) {
    String call = method + " " + path;
    if (!open(method, path)
        && OF_A_TENANT.stream().noneMatch(each -> each.matcher(call).matches())) {
      throw Denied.because(
          AccountError.TENANT,
          "The token is of the tenant " + tenant + ", and this is not for one tenant.");
    }
  }

  /** The least role that this needs. */
  public static Role role(String method, String path) {
    if (path.startsWith("/v1/users") || path.startsWith("/v1/audit")) {
      return Role.ADMINISTRATOR;
    }
    if (path.startsWith("/v1/restores/patches/")) {
      // They hold rows.
      return Role.OPERATOR;
    }
    if (method.equals("GET")
        || method.equals("HEAD")
        || own(path)
        || path.startsWith("/v1/databases/") && STATEMENTS.stream().anyMatch(path::endsWith)) {
      return Role.VIEWER;
    }
    return Role.OPERATOR;
  }

  private static boolean own(String path) {
    return OWN.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
  }
}
