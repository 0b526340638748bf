package dev.weir.server.account;

import dev.weir.api.Denied;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.api.Unavailable;
import dev.weir.server.account.Credential.Issued;
import dev.weir.server.account.Credential.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The accounts of the store, and sign-in by password. */
@Component
class Accounts {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,100}");
  private static final int FAILURES = 5;
  private static final Duration LOCKED = Duration.ofMinutes(1);
  private static final Duration LONGEST_LOCK = Duration.ofHours(1);
  private static final Duration SESSION = Duration.ofHours(12);
  private static final String COLUMNS =
      "name, role, disabled, locked_until, created_at, created_by, last_sign_in";

  private final JdbcClient store;
  private final Passwords passwords;
  private final Credentials credentials;
  private final TransactionTemplate transactions;

  Accounts(
      JdbcClient store,
      Passwords passwords,
      Credentials credentials,
      PlatformTransactionManager transactions) {
    this.store = store;
    this.passwords = passwords;
    this.credentials = credentials;
    this.transactions = new TransactionTemplate(transactions);
  }

  List<Account> all() {
    return store
        .sql("select " + COLUMNS + " from account order by name")
        .query(Accounts::read)
        .list();
  }

  Account of(String name) {
    return find(name)
        .orElseThrow(
            () -> Rejected.because(AccountError.UNKNOWN_USER, "There is no account " + name + "."));
  }

  private Optional<Account> find(String name) {
    return store
        .sql("select " + COLUMNS + " from account where name = ?")
        .param(name)
        .query(Accounts::read)
        .optional();
  }

  Account create(String name, String password, Role role, String by) {
    if (!NAME.matcher(name).matches()) {
      throw Rejected.because(AccountError.INVALID_NAME, "An account cannot be named like that.");
    }
    passwords.check(name, password);
    try {
      store
          .sql("insert into account (name, role, password_hash, created_by) values (?, ?, ?, ?)")
          .params(name, role.name(), passwords.hash(password), by)
          .update();
    } catch (DuplicateKeyException e) {
      throw Rejected.because(AccountError.USER_EXISTS, "There is an account " + name + " already.");
    }
    return of(name);
  }

  /**
   * Changes what is not null. A changed role or a disabled account takes effect on its sessions and
   * tokens too.
   */
  Account change(String name, @Nullable Role role, @Nullable Boolean disabled, boolean unlock) {
    of(name);
    transactions.executeWithoutResult(_ -> set(name, role, disabled, unlock));
    if (Boolean.TRUE.equals(disabled) || role != null) {
      credentials.revokeAll(name);
    }
    return of(name);
  }

  private void set(String name, @Nullable Role role, @Nullable Boolean disabled, boolean unlock) {
    store
        .sql(
            "update account set role = coalesce(?, role), disabled = coalesce(?, disabled), failures = case when ? then 0 else failures end, locked_until = case when ? then null else locked_until end where name = ?")
        .param(role == null ? null : role.name())
        .param(disabled)
        .param(unlock)
        .param(unlock)
        .param(name)
        .update();
    keepAnAdministrator();
  }

  void password(String name, String password) {
    of(name);
    passwords.check(name, password);
    store
        .sql(
            "update account set password_hash = ?, failures = 0, locked_until = null where name = ?")
        .params(passwords.hash(password), name)
        .update();
    credentials.revokeAll(name);
  }

  void remove(String name) {
    of(name);
    transactions.executeWithoutResult(_ -> {
      store.sql("delete from account where name = ?").param(name).update();
      keepAnAdministrator();
    });
    credentials.revokeAll(name);
  }

  private void keepAnAdministrator() {
    store.sql("select pg_advisory_xact_lock(hashtext('weir.administrators'))").query().listOfRows();
    long left =
        store
            .sql("select count(*) from account where role = 'ADMINISTRATOR' and not disabled")
            .query(Long.class)
            .single();
    if (left == 0) {
      throw Rejected.because(
          AccountError.LAST_ADMINISTRATOR,
          "Without this account nobody could administer the server.");
    }
  }

  /**
   * Checks name and password, and opens a session. Failures are counted, and lock the account for
   * ever longer.
   */
  Issued signIn(String name, String password, String origin) {
    Optional<Stored> stored =
        store
            .sql(
                "select role, password_hash, disabled, failures, locked_until from account where name = ?")
            .param(name)
            .query(Stored::read)
            .optional();
    if (stored.isEmpty()) {
      passwords.waste(password);
      throw wrong();
    }
    Stored account = stored.get();
    OffsetDateTime locked = account.lockedUntil;
    if (locked != null && locked.isAfter(OffsetDateTime.now())) {
      throw Unavailable.until(
          AccountError.LOCKED,
          "The account is locked after repeated failures.",
          Duration.between(OffsetDateTime.now(), locked));
    }
    if (!passwords.fits(password, account.hash) || account.disabled) {
      failed(name);
      throw wrong();
    }
    store
        .sql(
            "update account set failures = 0, locked_until = null, last_sign_in = now() where name = ?")
        .param(name)
        .update();
    return credentials.issue(name, Kind.SESSION, "browser at " + origin, account.role, SESSION);
  }

  private void failed(String name) {
    store
        .sql(
            """
            update account
               set failures = failures + 1,
                   locked_until = case when failures + 1 >= ?
                     then now() + least(? * power(2, failures + 1 - ?), ?) * interval '1 second' else locked_until end
             where name = ?
            """)
        .params(FAILURES, LOCKED.toSeconds(), FAILURES, LONGEST_LOCK.toSeconds(), name)
        .update();
  }

  private static Denied wrong() {
    return Denied.because(AccountError.WRONG_CREDENTIALS, "Name and password do not fit.");
  }

  private record Stored(
      Role role, String hash, boolean disabled, @Nullable OffsetDateTime lockedUntil) {
    static Stored read(ResultSet row, int number) throws SQLException {
      return new Stored(
          Role.valueOf(row.getString("role")),
          row.getString("password_hash"),
          row.getBoolean("disabled"),
          row.getObject("locked_until", OffsetDateTime.class));
    }
  }

  private static Account read(ResultSet row, int number) throws SQLException {
    return new Account(
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getBoolean("disabled"),
        row.getObject("locked_until", OffsetDateTime.class),
        row.getObject("created_at", OffsetDateTime.class),
        row.getString("created_by"),
        row.getObject("last_sign_in", OffsetDateTime.class));
  }
}
