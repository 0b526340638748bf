package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Denied;
import dev.weir.api.Result;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;

/**
 * Binds the request's tenant to the transaction it runs in, so that the server's row-level security
 * filters by it. A request that stands alone gets a transaction of its own. Answers {@code
 * WEIR-034} where a tenant is needed and none is named.
 */
public final class TenantStage implements Stage {
  private final Definition.Tenancy tenancy;
  private final String setting;

  public TenantStage(Definition.Tenancy tenancy) {
    this.tenancy = tenancy;
    this.setting = java.util.Objects.requireNonNull(tenancy.setting());
  }

  @Override
  public Result proceed(Request request, Next next) {
    String tenant = request.tenant();
    if (tenant == null) {
      if (tenancy.required()) {
        throw Denied.because(
            CoreError.TENANT_NEEDED,
            "Database "
                + request.database().name()
                + " answers only on behalf of a tenant, and none is named.");
      }
      return next.proceed(request);
    }
    request.bindTenant(setting, tenant);
    return next.proceed(request);
  }
}
