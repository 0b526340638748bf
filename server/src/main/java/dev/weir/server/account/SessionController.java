package dev.weir.server.account;

import dev.weir.api.CoreError;
import dev.weir.api.Denied;
import dev.weir.api.Principal;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.api.WeirException;
import dev.weir.server.account.Credential.Issued;
import dev.weir.server.audit.Audit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out, and one's own password. */
@RestController
class SessionController {
  private final Accounts accounts;
  private final Credentials credentials;
  private final Audit audit;
  private final SignIns signIns;

  SessionController(Accounts accounts, Credentials credentials, Audit audit, SignIns signIns) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.audit = audit;
    this.signIns = signIns;
  }

  /** Name and password. */
  record SignIn(@Nullable String name, @Nullable String password) {}

  /** Who is signed in. */
  record Me(String name, Role role, @Nullable String csrf) {}

  /** A new password, and the old one as proof. */
  record NewPassword(@Nullable String current, @Nullable String password) {}

  @PostMapping("/v1/session")
  Me signIn(@RequestBody SignIn body, HttpServletRequest request, HttpServletResponse response) {
    String name = given(body.name(), "name");
    Principal who = new Principal(name, Role.VIEWER, request.getRemoteAddr());
    try {
      Issued issued =
          accounts.signIn(name, given(body.password(), "password"), request.getRemoteAddr());
      audit.record(who, "sign-in", "server", "ok");
      signIns.accepted();
      response.addHeader(
          HttpHeaders.SET_COOKIE, cookie(issued.secret(), Duration.ofHours(12), request));
      return new Me(name, issued.credential().role(), issued.credential().csrf());
    } catch (WeirException e) {
      audit.record(who, "sign-in", "server", e.code().id());
      signIns.refused();
      throw e;
    }
  }

  @GetMapping("/v1/session")
  Me me(HttpServletRequest request) {
    Credential credential = credential(request);
    return new Me(credential.account(), credential.role(), credential.csrf());
  }

  @DeleteMapping("/v1/session")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void signOut(HttpServletRequest request, HttpServletResponse response) {
    credentials.revoke(credential(request).id(), null);
    response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request));
  }

  @PutMapping("/v1/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void password(@RequestBody NewPassword body, HttpServletRequest request) {
    String account = credential(request).account();
    Issued proof =
        accounts.signIn(account, given(body.current(), "current"), request.getRemoteAddr());
    credentials.revoke(proof.credential().id(), null);
    accounts.password(account, given(body.password(), "password"));
  }

  static Credential credential(HttpServletRequest request) {
    if (request.getAttribute(SignInFilter.CREDENTIAL) instanceof Credential credential) {
      return credential;
    }
    throw Denied.because(AccountError.SIGN_IN_NEEDED, "Sign in first.");
  }

  static String given(@Nullable String value, String name) {
    if (value == null || value.isEmpty()) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "The body must have a value for " + name + ".");
    }
    return value;
  }

  private static String cookie(String value, Duration age, HttpServletRequest request) {
    return ResponseCookie.from(SignInFilter.COOKIE, value)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite("Strict")
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }
}
