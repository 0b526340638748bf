package dev.weir.server.account;

import dev.weir.api.Role;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One who may sign in.
 *
 * @param lockedUntil null when it is not locked
 * @param lastSignIn null when it has never signed in
 */
public record Account(
    String name,
    Role role,
    boolean disabled,
    @Nullable OffsetDateTime lockedUntil,
    OffsetDateTime createdAt,
    String createdBy,
    @Nullable OffsetDateTime lastSignIn) {}
