package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Replicas that are behind, slots that nobody reads, and transaction numbers that run out. */
final class Replication {
  private static final double OLD = 1_000_000_000;

  private final Look look;
  private final Report report;
  private final Limits limits;

  Replication(Look look, Report report, Limits limits) {
    this.look = look;
    this.report = report;
    this.limits = limits;
  }

  void replicas() {
    if (!look.server().monitor()) {
      report.skip(
          "How far replicas are cannot be seen.",
          "GRANT pg_monitor TO " + Names.quote(look.server().login()),
          PostgresqlRules.REPLICA_LAG);
      return;
    }
    record Replica(String name, String address, double bytes, double seconds) {}
    for (Replica each :
        look.rows(
            """
            select coalesce(nullif(application_name, ''), '?'), coalesce(host(client_addr), 'local'),
              pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end, replay_lsn)::float8,
              coalesce(extract(epoch from replay_lag), 0)::float8
            from pg_stat_replication where state = 'streaming' and replay_lsn is not null\
            """,
            row ->
                new Replica(
                    Look.text(row, 0), Look.text(row, 1), row.doubleAt(2), row.doubleAt(3)))) {
      if (each.bytes() >= limits.replicaBytes() || each.seconds() >= 60) {
        report.add(
            new Advice(
                PostgresqlRules.REPLICA_LAG,
                "replica " + each.name(),
                Gain.risk(100 + each.seconds()),
                Evidence.of("address", each.address())
                    .bytes("behind by", each.bytes())
                    .and("seconds behind", each.seconds())
                    .facts(),
                "Replica "
                    + each.name()
                    + " is "
                    + Evidence.bytes(each.bytes())
                    + " of WAL behind.",
                Remedy.byHand(
                    "-- on the replica: whether somebody has paused it, and what holds it up",
                    "SELECT pg_get_wal_replay_pause_state()",
                    "SELECT * FROM pg_stat_activity WHERE backend_xmin IS NOT NULL")));
      }
    }
  }

  void slots() {
    record Slot(String name, String kind, String plugin, double bytes, String wal) {}
    for (Slot each :
        look.rows(
            """
            select slot_name::text, slot_type, coalesce(plugin::text, ''),
              coalesce(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, restart_lsn), 0)::float8,
              coalesce(wal_status, '')
            from pg_replication_slots where not active and not temporary\
            """,
            row ->
                new Slot(
                    Look.text(row, 0),
                    Look.text(row, 1),
                    Look.text(row, 2),
                    row.doubleAt(3),
                    Look.text(row, 4)))) {
      if (each.bytes() < limits.slotBytes() && !each.wal().equals("lost")) {
        continue;
      }
      report.add(
          new Advice(
              PostgresqlRules.SLOT_INACTIVE,
              "slot " + each.name(),
              Gain.risk(300 + each.bytes() / (10 << 20)),
              Evidence.of("kind", (each.kind() + " " + each.plugin()).strip())
                  .bytes("WAL kept", each.bytes())
                  .and("state of the WAL", each.wal())
                  .facts(),
              "Slot "
                  + each.name()
                  + " has no reader and keeps "
                  + Evidence.bytes(each.bytes())
                  + " of WAL.",
              Remedy.byHand(
                  "SELECT pg_drop_replication_slot(" + Names.literal(each.name()) + ")")));
    }
  }

  void wraparound() {
    record Oldest(double age, double multi) {}
    Oldest database =
        look.rows(
                "select age(datfrozenxid)::float8, mxid_age(datminmxid)::float8 from pg_database"
                    + " where datname = current_database()",
                row -> new Oldest(row.doubleAt(0), row.doubleAt(1)))
            .getFirst();
    double limit =
        Math.min(OLD, 3 * Double.parseDouble(look.setting("autovacuum_freeze_max_age").value()));
    if (database.age() < limit && database.multi() < OLD) {
      return;
    }
    Evidence evidence =
        Evidence.of("age of its oldest transaction", (long) database.age())
            .and("age of its oldest group of lockers", (long) database.multi())
            .and("the server stops at", 2_000_000_000L);
    oldest(evidence);
    Optional<String> holder = holder(database.age() / 2);
    holder.ifPresent(each -> evidence.and("kept old by", each));
    String name = look.server().database();
    report.add(
        new Advice(
            PostgresqlRules.WRAPAROUND,
            "database " + name,
            Gain.risk(2000 * Math.max(database.age(), database.multi()) / 2e9),
            evidence.facts(),
            "The oldest transaction number in database %s is %.1f million old%s."
                .formatted(
                    name,
                    database.age() / 1e6,
                    holder.map(each -> ", and is kept by " + each).orElse("")),
            // Only a superuser may freeze the catalogs, which are as old as the rest.
            new Remedy(List.of("VACUUM (FREEZE)"), List.of(), look.server().superuser(), null)));
  }

  private void oldest(Evidence evidence) {
    record Table(String name, double age, double bytes) {}
    for (Table each :
        look.rows(
            """
            select format('%I.%I', n.nspname, t.relname), greatest(age(t.relfrozenxid), age(x.relfrozenxid))::float8, pg_table_size(t.oid)::float8
            from pg_class t join pg_namespace n on n.oid = t.relnamespace left join pg_class x on x.oid = t.reltoastrelid
            where t.relkind in ('r', 'm') order by 2 desc, 3 desc limit 3\
            """,
            row -> new Table(Look.text(row, 0), row.doubleAt(1), row.doubleAt(2)))) {
      evidence.and(
          "table " + each.name(),
          String.format(Locale.ROOT, "%,.0f old, ", each.age()) + Evidence.bytes(each.bytes()));
    }
  }

  /** Who keeps vacuum from freezing what is older than this, the oldest of them. */
  private Optional<String> holder(double age) {
    return look
        .rows(
            """
            select what from (
              select format('session %%s of %%s (%%s)', pid, usename, state) as what, greatest(age(backend_xid), age(backend_xmin)) as age
                from pg_stat_activity where pid <> pg_backend_pid()
              union all select 'prepared transaction ' || gid, age(transaction) from pg_prepared_xacts
              union all select 'slot ' || slot_name, greatest(age(xmin), age(catalog_xmin)) from pg_replication_slots
            ) holders where age >= %.0f order by age desc limit 1\
            """
                .formatted(age),
            row -> Look.text(row, 0))
        .stream()
        .findFirst();
  }
}
