package dev.weir.server.account;

import dev.weir.api.Role;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session of a browser or a token of a program; the secret itself is told once and never kept.
 *
 * @param role the most that it may do, never more than its account
 * @param tenant the one tenant whose backups it may use, as {@code COLUMN:VALUE}; null for those of
 *     all
 * @param csrf what a browser must send with requests that change something; null for tokens
 */
public record Credential(
    UUID id,
    String account,
    Kind kind,
    String label,
    Role role,
    @Nullable String tenant,
    @Nullable String csrf,
    OffsetDateTime createdAt,
    OffsetDateTime expiresAt,
    @Nullable OffsetDateTime usedAt,
    @Nullable String usedFrom) {
  /** Who carries it. */
  public enum Kind {
    SESSION,
    TOKEN
  }

  /** A credential just made, with the secret that proves it. */
  public record Issued(Credential credential, String secret) {}
}
