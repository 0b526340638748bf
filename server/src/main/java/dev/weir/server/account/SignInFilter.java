package dev.weir.server.account;

import dev.weir.api.Denied;
import dev.weir.api.Principal;
import dev.weir.api.WeirException;
import dev.weir.server.account.Credential.Kind;
import dev.weir.server.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request: by a bearer token, or by the session cookie of a browser, which
 * must prove with the csrf value that a request which changes something is its own. Only what
 * {@link Doors#open} names goes on without; and what the role does not allow ends here, except
 * statements, which the engine judges.
 */
@Component
@Order(-10)
class SignInFilter extends OncePerRequestFilter {
  static final String COOKIE = "weir-session";
  static final String CSRF = "X-Weir-Csrf";
  static final String CREDENTIAL = "weir.credential";

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Credentials credentials;
  private final Problems problems;

  SignInFilter(Credentials credentials, Problems problems) {
    this.credentials = credentials;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      Credential credential = credential(request);
      if (credential != null) {
        request.setAttribute(CREDENTIAL, credential);
      }
      Doors.check(
          request.getMethod(),
          request.getRequestURI(),
          credential == null ? null : credential.role());
      if (credential != null && credential.tenant() != null) {
        Doors.checkTenant(request.getMethod(), request.getRequestURI(), credential.tenant());
      }
    } catch (WeirException e) {
      if (e.code() instanceof AccountError code && code.status() == 401) {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"weir\"");
      }
      problems.write(response, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private @Nullable Credential credential(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return found(header.substring(7).strip(), request);
    }
    String session = cookie(request);
    if (session == null || Doors.open(request.getMethod(), request.getRequestURI())) {
      return null;
    }
    Credential credential = found(session, request);
    if (!SAFE.contains(request.getMethod()) && !proven(credential, request.getHeader(CSRF))) {
      throw Denied.because(
          AccountError.CSRF, "The request changes something, and its proof is missing or wrong.");
    }
    return credential;
  }

  private Credential found(String secret, HttpServletRequest request) {
    return credentials
        .find(secret, request.getRemoteAddr())
        .orElseThrow(() ->
            Denied.because(
                AccountError.TOKEN_INVALID, "The token or session is not valid (any more)."));
  }

  private static boolean proven(Credential credential, @Nullable String sent) {
    String csrf = credential.csrf();
    return credential.kind() == Kind.TOKEN
        || csrf != null
            && sent != null
            && MessageDigest.isEqual(
                csrf.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /** The one tenant on whose behalf the request comes, where it comes by a token of one. */
  static @Nullable String tenant(HttpServletRequest request) {
    return request.getAttribute(CREDENTIAL) instanceof Credential credential
        ? credential.tenant()
        : null;
  }

  /**
   * Who sends the request, as sign-in found; a viewer without a name where nobody needed to sign
   * in.
   */
  static Principal principal(HttpServletRequest request) {
    return request.getAttribute(CREDENTIAL) instanceof Credential credential
        ? new Principal(credential.account(), credential.role(), request.getRemoteAddr())
        : new Principal("anonymous", dev.weir.api.Role.VIEWER, request.getRemoteAddr());
  }
}
