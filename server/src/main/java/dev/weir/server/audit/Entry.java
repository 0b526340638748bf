package dev.weir.server.audit;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit.
 *
 * @param action {@code query}, {@code update}, {@code batch}, {@code call}, {@code execute}, {@code
 *     sign-in}, or a method and path of the API
 * @param target the database, or {@code server}
 * @param statement without literals
 * @param rows told or changed; null where it does not apply
 * @param result {@code ok} or the code of the error
 */
record Entry(
    OffsetDateTime at,
    String principal,
    String role,
    String origin,
    String action,
    String target,
    @Nullable String tenant,
    @Nullable String fingerprint,
    @Nullable String statement,
    @Nullable Long rows,
    @Nullable Long micros,
    String result,
    @Nullable String correlation) {}
