package dev.weir.server.account;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.server.account.Credential.Issued;
import dev.weir.server.account.Credential.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts, roles and tokens. */
@RestController
class UserController {
  private static final Duration TOKEN = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Accounts accounts;
  private final Credentials credentials;

  UserController(Accounts accounts, Credentials credentials) {
    this.accounts = accounts;
    this.credentials = credentials;
  }

  /** A new account. */
  record NewUser(@Nullable String name, @Nullable String password, @Nullable String role) {}

  /** What to change; what is left out stays. */
  record ChangedUser(@Nullable String role, @Nullable Boolean disabled, @Nullable Boolean unlock) {}

  /** A password set by an administrator. */
  record SetPassword(@Nullable String password) {}

  /** What a role may do. */
  record RoleTold(Role role, String allows) {}

  /**
   * A new token.
   *
   * @param tenant the one tenant that it is for, as {@code COLUMN:VALUE}
   * @param days until it runs out
   */
  record NewToken(
      @Nullable String label,
      @Nullable String role,
      @Nullable String tenant,
      @Nullable Integer days) {}

  /** A token; the secret is told only when it is made. */
  record TokenTold(
      UUID id,
      String account,
      String label,
      Role role,
      @Nullable String tenant,
      OffsetDateTime createdAt,
      OffsetDateTime expiresAt,
      @Nullable OffsetDateTime usedAt,
      @Nullable String usedFrom,
      @Nullable String secret) {
    static TokenTold of(Credential token, @Nullable String secret) {
      return new TokenTold(
          token.id(),
          token.account(),
          token.label(),
          token.role(),
          token.tenant(),
          token.createdAt(),
          token.expiresAt(),
          token.usedAt(),
          token.usedFrom(),
          secret);
    }
  }

  @GetMapping("/v1/users")
  List<Account> users() {
    return accounts.all();
  }

  @GetMapping("/v1/users/{name}")
  Account user(@PathVariable String name) {
    return accounts.of(name);
  }

  @PostMapping("/v1/users")
  ResponseEntity<Account> create(@RequestBody NewUser body, HttpServletRequest request) {
    Account made =
        accounts.create(
            SessionController.given(body.name(), "name"),
            SessionController.given(body.password(), "password"),
            role(SessionController.given(body.role(), "role")),
            SessionController.credential(request).account());
    return ResponseEntity.created(URI.create("/v1/users/" + made.name())).body(made);
  }

  @PatchMapping("/v1/users/{name}")
  Account change(@PathVariable String name, @RequestBody ChangedUser body) {
    String role = body.role();
    return accounts.change(
        name,
        role == null ? null : role(role),
        body.disabled(),
        Boolean.TRUE.equals(body.unlock()));
  }

  @PutMapping("/v1/users/{name}/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void password(@PathVariable String name, @RequestBody SetPassword body) {
    accounts.password(name, SessionController.given(body.password(), "password"));
  }

  @DeleteMapping("/v1/users/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name) {
    accounts.remove(name);
  }

  @GetMapping("/v1/roles")
  List<RoleTold> roles() {
    return Arrays.stream(Role.values()).map(role -> new RoleTold(role, allows(role))).toList();
  }

  private static String allows(Role role) {
    return switch (role) {
      case VIEWER -> "Run statements that only read; see schemas, health and metrics.";
      case DEVELOPER -> "What a viewer may, and change rows and call procedures.";
      case OPERATOR ->
          "What a developer may, and change schemas, settings and definitions, and run operations.";
      case ADMINISTRATOR ->
          "What an operator may, and manage users, tokens and secrets, read the audit, and run what could not be understood.";
    };
  }

  @GetMapping("/v1/tokens")
  List<TokenTold> tokens(HttpServletRequest request) {
    return credentials.tokens(scope(request)).stream()
        .map(token -> TokenTold.of(token, null))
        .toList();
  }

  @PostMapping("/v1/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  TokenTold token(@RequestBody NewToken body, HttpServletRequest request) {
    Credential own = SessionController.credential(request);
    String wanted = body.role();
    Role role = wanted == null ? own.role() : role(wanted);
    if (!own.role().includes(role)) {
      throw dev.weir.api.Denied.because(
          AccountError.ROLE,
          "A token cannot have the role " + role + "; yours is " + own.role() + ".");
    }
    Integer days = body.days();
    Duration lifetime = days == null ? TOKEN : Duration.ofDays(days);
    if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "days must be from 1 to 366; it is " + days + ".");
    }
    Issued issued =
        credentials.issue(
            own.account(),
            Kind.TOKEN,
            SessionController.given(body.label(), "label"),
            role,
            tenant(body.tenant()),
            lifetime);
    return TokenTold.of(issued.credential(), issued.secret());
  }

  private static @Nullable String tenant(@Nullable String text) {
    if (text != null && !text.matches("[^:]+:.+")) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "tenant is written as COLUMN:VALUE, such as clinic_id:7; it is " + text + ".");
    }
    return text;
  }

  @DeleteMapping("/v1/tokens/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable UUID id, HttpServletRequest request) {
    credentials.revoke(id, scope(request));
  }

  private static @Nullable String scope(HttpServletRequest request) {
    Credential own = SessionController.credential(request);
    return own.role() == Role.ADMINISTRATOR ? null : own.account();
  }

  private static Role role(String text) {
    try {
      return Role.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "There is no role " + text + "; the roles are " + Arrays.toString(Role.values()) + ".",
          e);
    }
  }
}
