package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;

/** Who is let in, and from where. */
final class Accounts {
  /** The keys of the old way may lie in the view alone; what may not sign in is left out. */
  private static final String MARIADB =
      """
      select u.user, u.host, u.super_priv = 'Y',
        coalesce(u.plugin, '') in ('', 'mysql_native_password', 'mysql_old_password', 'ed25519')
          and coalesce(u.authentication_string, '') = '' and coalesce(u.password, '') = ''
          and json_value(p.priv, '$.auth_or') is null and json_query(p.priv, '$.auth_or') is null
      from mysql.user u join mysql.global_priv p on p.user = u.user and p.host = u.host
      where coalesce(json_value(p.priv, '$.account_locked'), '0') not in ('1', 'true')
        and u.is_role = 'N'\
      """;

  private static final String MYSQL =
      """
      select user, host, super_priv = 'Y',
        plugin in ('mysql_native_password', 'caching_sha2_password', 'sha256_password')
          and coalesce(authentication_string, '') = ''
      from mysql.user where account_locked = 'N'\
      """;

  private Accounts() {}

  private record Account(String user, String host, boolean powerful, boolean open) {
    String name() {
      return Names.literal(user) + "@" + Names.literal(host);
    }
  }

  static void check(Database database, boolean mariadb, Report report) {
    database
        .query(mariadb ? MARIADB : MYSQL)
        .list(row ->
            new Account(Facts.text(row, 0), Facts.text(row, 1), row.booleanAt(2), row.booleanAt(3)))
        .forEach(account -> {
          if (account.open() || account.user().isEmpty()) {
            report.add(open(account));
          } else if (account.powerful() && account.host().contains("%")) {
            report.add(anywhere(account));
          }
        });
  }

  private static Advice open(Account account) {
    boolean anonymous = account.user().isEmpty();
    return new Advice(
        MysqlRules.ACCOUNT_OPEN,
        account.name(),
        Gain.risk(account.powerful() ? 9000 : 7000),
        Evidence.of("password", account.open() ? "none" : "set")
            .and("may do everything", account.powerful() ? "yes" : "no")
            .facts(),
        "Account "
            + account.name()
            + (anonymous ? " is for anybody, by any name." : " has no password."),
        anonymous
            ? Remedy.byHand("DROP USER " + account.name())
            : Remedy.byHand("ALTER USER " + account.name() + " IDENTIFIED BY '…'"));
  }

  private static Advice anywhere(Account account) {
    String near = Names.literal(account.user()) + "@'localhost'";
    return new Advice(
        MysqlRules.SUPERUSER_ANYWHERE,
        account.name(),
        Gain.risk(500),
        Evidence.of("may do everything", "yes").and("from", account.host()).facts(),
        "Account " + account.name() + " may do everything, and sign in from anywhere.",
        Remedy.byHand(
                "-- or the network that it comes from",
                "RENAME USER " + account.name() + " TO " + near)
            .undoneBy("RENAME USER " + near + " TO " + account.name()));
  }
}
