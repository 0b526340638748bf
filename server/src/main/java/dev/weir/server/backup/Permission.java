package dev.weir.server.backup;

import dev.weir.api.Caller;
import dev.weir.api.Denied;
import dev.weir.api.Role;
import dev.weir.server.account.AccountError;
import dev.weir.spi.backup.Scope;
import org.jspecify.annotations.Nullable;

/** What a caller may do with backups beyond what the path of a call already says. */
final class Permission {
  private Permission() {}

  /** Files of the server's machine, and options of methods, are for administrators alone. */
  static void administrator(String what) {
    Role role = Caller.current().principal().role();
    if (!role.includes(Role.ADMINISTRATOR)) {
      throw Denied.because(
          AccountError.ROLE, what + " needs the role ADMINISTRATOR; yours is " + role + ".");
    }
  }

  /** A caller of one tenant sees no backup of all of them, and takes none. */
  static void everyTenant() {
    refuse(null);
  }

  /** The same, except for what is about its own tenant alone. */
  static void tenantOf(@Nullable Scope scope) {
    refuse(scope);
  }

  private static void refuse(@Nullable Scope scope) {
    String tenant = Caller.current().tenant();
    if (tenant != null && !own(scope, tenant)) {
      throw Denied.because(
          AccountError.TENANT,
          "A caller of the tenant " + tenant + " may use backups of that tenant alone.");
    }
  }

  /** The column counts too: the same value in another column is other rows. */
  private static boolean own(@Nullable Scope scope, String tenant) {
    return scope instanceof Scope.OneTenant one
        && (one.column() + ":" + one.tenant()).equals(tenant);
  }
}
