package dev.weir.server.query;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.server.problem.Problems;
import dev.weir.server.problem.ServerError;
import dev.weir.server.query.IdempotencyKeys.Kept;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Runs a {@code POST} with an {@code Idempotency-Key} once: the same request with the same key gets
 * the answer of the first again, for 24 hours. An answer that says when to try again is not kept:
 * the request is known to have changed nothing. Queries only read and are left alone.
 */
@Component
@Order(10)
class IdempotencyFilter extends OncePerRequestFilter {
  private static final String HEADER = "Idempotency-Key";
  private static final int LONGEST = 200;

  private final IdempotencyKeys keys;
  private final Problems problems;

  IdempotencyFilter(IdempotencyKeys keys, Problems problems) {
    this.keys = keys;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(HEADER) == null
        || !request.getMethod().equals("POST")
        || request.getRequestURI().endsWith("/query")
        || request.getRequestURI().endsWith("/explain");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader(HEADER);
    if (key.isBlank() || key.length() > LONGEST) {
      problems.write(
          response,
          Rejected.because(
              CoreError.INVALID_OPTION,
              "An Idempotency-Key has from 1 to " + LONGEST + " characters."));
      return;
    }
    byte[] body = request.getInputStream().readAllBytes();
    byte[] fingerprint = fingerprint(request, body);
    String principal = principal(Caller.current());
    Optional<Kept> kept = keys.take(principal, key, fingerprint);
    if (kept.isPresent()) {
      again(response, kept.get(), fingerprint);
    } else {
      once(new Buffered(request, body), response, chain, principal, key, fingerprint);
    }
  }

  /** A token of one tenant has keys of its own, beside those of its account. */
  private static String principal(Caller caller) {
    String name = caller.principal().name();
    return caller.tenant() == null ? name : name + " " + caller.tenant();
  }

  private void again(HttpServletResponse response, Kept kept, byte[] fingerprint)
      throws IOException {
    Integer status = kept.status();
    if (!Arrays.equals(kept.fingerprint(), fingerprint)) {
      problems.write(
          response,
          Rejected.because(
              ServerError.KEY_REUSED, "The Idempotency-Key was used for another request."));
    } else if (status == null) {
      problems.write(
          response,
          Unavailable.because(
              ServerError.KEY_IN_USE,
              "A request with this Idempotency-Key is under way, or was cut short."));
    } else {
      response.setStatus(status);
      response.setHeader("Idempotency-Replayed", "true");
      header(response, HttpHeaders.LOCATION, kept.location());
      header(response, HttpHeaders.ETAG, kept.etag());
      header(response, HttpHeaders.CONTENT_TYPE, kept.contentType());
      byte @Nullable [] body = kept.body();
      if (body != null) {
        response.getOutputStream().write(body);
      }
    }
  }

  private static void header(HttpServletResponse response, String name, @Nullable String value) {
    if (value != null) {
      response.setHeader(name, value);
    }
  }

  private void once(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      String principal,
      String key,
      byte[] fingerprint)
      throws ServletException, IOException {
    ContentCachingResponseWrapper cached = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, cached);
    int status = cached.getStatus();
    if (status == 401 || cached.getHeader(HttpHeaders.RETRY_AFTER) != null) {
      keys.release(principal, key);
    } else {
      keys.keep(
          principal,
          key,
          new Kept(
              fingerprint,
              status,
              cached.getContentType(),
              cached.getHeader(HttpHeaders.LOCATION),
              cached.getHeader(HttpHeaders.ETAG),
              cached.getContentAsByteArray()));
    }
    cached.copyBodyToResponse();
  }

  private static byte[] fingerprint(HttpServletRequest request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String line =
          request.getMethod()
              + "\n"
              + request.getRequestURI()
              + "\n"
              + request.getQueryString()
              + "\n"
              + request.getHeader(HttpHeaders.ACCEPT)
              + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A request whose body has been read and can be read again. */
  private static final class Buffered extends HttpServletRequestWrapper {
    private final byte[] body;

    Buffered(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream in = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
          return in.read(bytes, offset, length);
        }

        @Override
        public boolean isFinished() {
          return in.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new IllegalStateException("The body is in memory already");
        }
      };
    }
  }
}
