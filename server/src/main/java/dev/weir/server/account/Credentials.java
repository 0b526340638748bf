package dev.weir.server.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.server.account.Credential.Issued;
import dev.weir.server.account.Credential.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes, finds and revokes sessions and tokens. A secret is 256 random bits, {@code weir_} before
 * them; the store keeps its SHA-256. What was found is remembered for a few seconds, so a revoked
 * one may work that long on another server node.
 */
@Component
final class Credentials {
  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final String COLUMNS =
      "c.id, c.account, c.kind, c.label, c.role, a.role as account_role, c.tenant, c.csrf, c.created_at, c.expires_at, c.used_at, c.used_from";

  private final JdbcClient store;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Credential> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

  Credentials(JdbcClient store) {
    this.store = store;
  }

  Issued issue(String account, Kind kind, String label, Role role, Duration lifetime) {
    return issue(account, kind, label, role, null, lifetime);
  }

  /**
   * Makes one.
   *
   * @param tenant null for one that is of no tenant alone
   */
  Issued issue(
      String account,
      Kind kind,
      String label,
      Role role,
      @Nullable String tenant,
      Duration lifetime) {
    String secret = "weir_" + text(32);
    String csrf = kind == Kind.SESSION ? text(24) : null;
    UUID id =
        store
            .sql(
                "insert into credential (hash, account, kind, label, role, tenant, csrf, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?) returning id")
            .param(hash(secret))
            .param(account)
            .param(kind.name())
            .param(label)
            .param(role.name())
            .param(tenant)
            .param(csrf)
            .param(OffsetDateTime.now().plus(lifetime))
            .query(UUID.class)
            .single();
    return new Issued(find(id).orElseThrow(), secret);
  }

  /** The credential that a secret proves, if it is valid now. */
  Optional<Credential> find(String secret, String origin) {
    Credential ready = known.getIfPresent(secret);
    if (ready != null && ready.expiresAt().isAfter(OffsetDateTime.now())) {
      return Optional.of(ready);
    }
    Optional<Credential> found =
        store
            .sql(
                "update credential c set used_at = now(), used_from = ? from account a where c.hash = ? and a.name = c.account and not a.disabled and c.expires_at > now() returning "
                    + COLUMNS)
            .params(origin, hash(secret))
            .query(Credentials::read)
            .optional();
    found.ifPresent(credential -> known.put(secret, credential));
    return found;
  }

  private Optional<Credential> find(UUID id) {
    return store
        .sql(
            "select "
                + COLUMNS
                + " from credential c join account a on a.name = c.account where c.id = ?")
        .param(id)
        .query(Credentials::read)
        .optional();
  }

  /** Tokens, newest first; of one account, or of all where null. */
  List<Credential> tokens(@Nullable String account) {
    return store
        .sql(
            "select "
                + COLUMNS
                + " from credential c join account a on a.name = c.account where c.kind = 'TOKEN' and (?::text is null or c.account = ?) and c.expires_at > now() order by c.created_at desc")
        .param(account)
        .param(account)
        .query(Credentials::read)
        .list();
  }

  /** Ends a credential; of one account, or of any where null. */
  void revoke(UUID id, @Nullable String account) {
    int gone =
        store
            .sql("delete from credential where id = ? and (?::text is null or account = ?)")
            .param(id)
            .param(account)
            .param(account)
            .update();
    known.invalidateAll();
    if (gone == 0) {
      throw Rejected.because(AccountError.UNKNOWN_TOKEN, "There is no token " + id + ".");
    }
  }

  /** Ends everything that an account signed in with. */
  void revokeAll(String account) {
    store.sql("delete from credential where account = ?").param(account).update();
    known.invalidateAll();
  }

  /** Ends the credentials of an account with this label. */
  void revoke(String account, String label) {
    store
        .sql("delete from credential where account = ? and label = ?")
        .params(account, label)
        .update();
    known.invalidateAll();
  }

  /** Forgets what has run out. */
  void sweep() {
    store.sql("delete from credential where expires_at < now() - interval '1 day'").update();
  }

  private static Credential read(ResultSet row, int number) throws SQLException {
    Role role = Role.valueOf(row.getString("role"));
    Role most = Role.valueOf(row.getString("account_role"));
    return new Credential(
        row.getObject("id", UUID.class),
        row.getString("account"),
        Kind.valueOf(row.getString("kind")),
        row.getString("label"),
        most.includes(role) ? role : most,
        row.getString("tenant"),
        row.getString("csrf"),
        row.getObject("created_at", OffsetDateTime.class),
        row.getObject("expires_at", OffsetDateTime.class),
        row.getObject("used_at", OffsetDateTime.class),
        row.getString("used_from"));
  }

  private String text(int bytes) {
    byte[] bits = new byte[bytes];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
