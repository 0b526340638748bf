package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;

/** Sessions that hold others up, and how many there are. */
final class Activity {
  private static final String SESSIONS =
      """
      select a.pid::bigint, a.usename::text, coalesce(nullif(a.application_name, ''), '?'), a.state,
        extract(epoch from now() - a.xact_start)::float8, extract(epoch from now() - a.state_change)::float8,
        coalesce(host(a.client_addr), 'local'),
        case when cardinality(pg_blocking_pids(a.pid)) > 0 then 1 else 0 end
      from pg_stat_activity a
      where a.xact_start is not null and a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
        and a.datname = current_database()\
      """;

  /** Who waits, for whom in the end, and how long already. */
  private static final String BLOCKERS =
      """
      with recursive waits as (
        select a.pid, unnest(pg_blocking_pids(a.pid)) as blocker, extract(epoch from now() - a.query_start)::float8 as seconds
        from pg_stat_activity a where a.wait_event_type = 'Lock'),
      roots as (select distinct blocker as root from waits where blocker not in (select pid from waits)),
      behind as (
        select r.root, w.pid, w.seconds from roots r join waits w on w.blocker = r.root
        union select b.root, w.pid, w.seconds from behind b join waits w on w.blocker = b.pid)
      select b.root::bigint, count(distinct b.pid)::bigint, max(b.seconds)::float8, max(a.usename::text),
        max(coalesce(nullif(a.application_name, ''), '?')), max(a.state), max(extract(epoch from now() - a.xact_start))::float8
      from behind b join pg_stat_activity a on a.pid = b.root group by b.root\
      """;

  private final Look look;
  private final Report report;
  private final Limits limits;

  Activity(Look look, Report report, Limits limits) {
    this.look = look;
    this.report = report;
    this.limits = limits;
  }

  void check() {
    if (look.server().monitor()) {
      sessions();
      blockers();
    } else {
      report.skip(
          "The sessions of other logins cannot be seen.",
          "GRANT pg_monitor TO " + Names.quote(look.server().login()),
          PostgresqlRules.TRANSACTION_LONG,
          PostgresqlRules.TRANSACTION_IDLE,
          PostgresqlRules.BLOCKER);
    }
    connections();
  }

  private record Session(
      long pid,
      String user,
      String application,
      String state,
      double open,
      double still,
      String from) {}

  private void sessions() {
    for (Session each :
        look.rows(
            SESSIONS,
            row ->
                new Session(
                    row.longAt(0),
                    Look.text(row, 1),
                    Look.text(row, 2),
                    Look.text(row, 3),
                    row.doubleAt(4),
                    row.doubleAt(5),
                    Look.text(row, 6)))) {
      boolean idle = each.state().startsWith("idle in transaction");
      if (idle && each.still() >= limits.idle().toSeconds()) {
        add(each, PostgresqlRules.TRANSACTION_IDLE, each.still(), "has waited for its client for ");
      } else if (!idle && each.open() >= limits.longTransaction().toSeconds()) {
        add(each, PostgresqlRules.TRANSACTION_LONG, each.open(), "has run for ");
      }
    }
  }

  private void add(Session each, Rule rule, double seconds, String sentence) {
    report.add(
        new Advice(
            rule,
            "session " + each.pid(),
            Gain.risk(50 + seconds / 60),
            Evidence.of("login", each.user())
                .and("application", each.application())
                .and("from", each.from())
                .and("transaction open for", Evidence.duration(each.open()))
                .and("without a change for", Evidence.duration(each.still()))
                .facts(),
            "A transaction of "
                + each.user()
                + " ("
                + each.application()
                + ", session "
                + each.pid()
                + ") "
                + sentence
                + Evidence.duration(seconds)
                + ".",
            Remedy.byHand("SELECT pg_terminate_backend(" + each.pid() + ")")));
  }

  private void blockers() {
    record Blocker(
        long pid,
        long behind,
        double longest,
        String user,
        String application,
        String state,
        double open) {}
    for (Blocker each :
        look.rows(
            BLOCKERS,
            row ->
                new Blocker(
                    row.longAt(0),
                    row.longAt(1),
                    row.doubleAt(2),
                    Look.text(row, 3),
                    Look.text(row, 4),
                    Look.text(row, 5),
                    row.doubleAt(6)))) {
      if (each.longest() >= limits.waiting().toSeconds()) {
        report.add(
            new Advice(
                PostgresqlRules.BLOCKER,
                "session " + each.pid(),
                Gain.risk(100 * each.behind() + each.longest()),
                Evidence.of("sessions that wait", each.behind())
                    .and("the longest for", Evidence.duration(each.longest()))
                    .and("login", each.user())
                    .and("application", each.application())
                    .and("it is", each.state())
                    .and("its transaction open for", Evidence.duration(each.open()))
                    .facts(),
                each.behind()
                    + " sessions wait for session "
                    + each.pid()
                    + " of "
                    + each.user()
                    + ", which is "
                    + each.state()
                    + ".",
                Remedy.byHand("SELECT pg_terminate_backend(" + each.pid() + ")")));
      }
    }
  }

  private void connections() {
    long most = Long.parseLong(look.setting("max_connections").value());
    long limit =
        most - reserved("superuser_reserved_connections") - reserved("reserved_connections");
    long taken =
        look.rows(
                "select sum(numbackends)::bigint from pg_stat_database where datname is not null",
                row -> row.longAt(0))
            .getFirst();
    if (taken >= limit * 0.85) {
      report.add(
          new Advice(
              PostgresqlRules.CONNECTIONS,
              "max_connections",
              Gain.risk(1000.0 * taken / limit),
              Evidence.of("connections", taken).and("limit", limit).facts(),
              taken + " of " + limit + " connections are taken.",
              Settings.restart(look, "max_connections", String.valueOf(2 * most))));
    }
  }

  /** The second kind came with PostgreSQL 16. */
  private long reserved(String setting) {
    String value = look.setting(setting).value();
    return value.isEmpty() ? 0 : Long.parseLong(value);
  }
}
