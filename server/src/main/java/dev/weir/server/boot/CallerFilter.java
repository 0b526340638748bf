package dev.weir.server.boot;

import dev.weir.api.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Binds who asks to the request, after sign-in has found out; every stage of the engine sees it.
 */
@Component
@Order(0)
class CallerFilter extends OncePerRequestFilter {
  private final PrincipalSource principals;

  CallerFilter(PrincipalSource principals) {
    this.principals = principals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Caller before = Caller.current();
    Caller caller =
        new Caller(
            principals.of(request),
            principals.tenant(request),
            before.service(),
            before.correlation());
    Scoped.run(caller, () -> chain.doFilter(request, response));
  }
}
