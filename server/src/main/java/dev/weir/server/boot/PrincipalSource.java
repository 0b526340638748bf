package dev.weir.server.boot;

import dev.weir.api.Principal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Says who sends a request. */
public interface PrincipalSource {
  Principal of(HttpServletRequest request);

  /** The one tenant on whose behalf it comes; null where it is bound to none. */
  @Nullable String tenant(HttpServletRequest request);
}
