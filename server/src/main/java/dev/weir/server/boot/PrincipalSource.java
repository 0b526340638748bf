package dev.weir.server.boot;

import dev.weir.api.Principal;
import jakarta.servlet.http.HttpServletRequest;

/** Says who sends a request. */
@FunctionalInterface
public interface PrincipalSource {
  Principal of(HttpServletRequest request);
}
