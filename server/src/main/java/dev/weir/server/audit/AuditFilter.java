package dev.weir.server.audit;

import dev.weir.api.Principal;
import dev.weir.server.boot.PrincipalSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Records calls of the API that are not statements, and every one that was refused; statements are
 * recorded by the engine. Health probes and metrics are not recorded.
 */
@Component
@Order(-20)
class AuditFilter extends OncePerRequestFilter {
  private static final List<String> STATEMENTS =
      List.of("/query", "/update", "/batch", "/call", "/explain");

  private final Audit audit;
  private final PrincipalSource principals;

  AuditFilter(Audit audit, PrincipalSource principals) {
    this.audit = audit;
    this.principals = principals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith("/v1/")
        || path.startsWith("/v1/health")
        || path.equals("/v1/version")
        || path.equals("/v1/session") && request.getMethod().equals("POST");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } finally {
      int status = response.getStatus();
      String path = request.getRequestURI();
      if (status >= 400 || STATEMENTS.stream().noneMatch(path::endsWith)) {
        Principal who = principals.of(request);
        audit.record(
            who,
            request.getMethod() + " " + path,
            target(path),
            status < 400 ? "ok" : "HTTP " + status);
      }
    }
  }

  private static String target(String path) {
    String[] parts = path.split("/");
    return parts.length > 3 && parts[2].equals("databases") ? parts[3] : "server";
  }
}
