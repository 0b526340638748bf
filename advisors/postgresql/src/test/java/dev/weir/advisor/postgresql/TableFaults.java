package dev.weir.advisor.postgresql;

import static dev.weir.advisor.postgresql.Fault.ofOwner;

import java.util.List;

/** Faults of tables, indexes, sequences and columns. */
final class TableFaults {
  static final List<Fault> ALL =
      List.of(
          ofOwner(
                  "index-missing",
                  "public.seek (token)",
                  "create table seek (id int primary key, token text)",
                  "insert into seek select n, md5(n::text) from generate_series(1, 60000) n",
                  "vacuum analyze seek")
              .seenBy("select * from seek where token = $1"),
          ofOwner(
                  "index-missing",
                  "public.parted (token)",
                  "create table parted (day date not null, token text, id int, primary key (id,"
                      + " day)) partition by range (day)",
                  "create table parted_a partition of parted for values from ('2024-01-01') to"
                      + " ('2025-01-01')",
                  "create table parted_b partition of parted for values from ('2025-01-01') to"
                      + " ('2026-01-01')",
                  "insert into parted select date '2024-01-01' + n % 700, md5(n::text), n from"
                      + " generate_series(1, 60000) n",
                  "vacuum analyze parted")
              .seenBy("select * from parted where token = $1"),
          ofOwner(
              "index-unused",
              "public.shelf_colour",
              "create table shelf (id int primary key, colour text)",
              "insert into shelf select n, md5(n::text) from generate_series(1, 30000) n",
              "create index shelf_colour on shelf (colour)",
              "vacuum analyze shelf",
              "do $$ begin for i in 1..120 loop perform * from shelf where id = i;"
                  + " perform pg_current_xact_id(); commit; end loop; end $$"),
          ofOwner(
              "index-duplicate",
              "public.twin_b",
              "create table twin (id int primary key, name text)",
              "create index twin_a on twin (name)",
              "create index twin_b on twin (name)"),
          ofOwner(
              "index-duplicate",
              "public.spread_b",
              "create table spread (day date not null, name text, primary key (day)) partition by"
                  + " range (day)",
              "create table spread_1 partition of spread for values from ('2025-01-01') to"
                  + " ('2026-01-01')",
              "create index spread_a on spread (name)",
              "create index spread_b on spread (name)"),
          ofOwner(
              "index-redundant",
              "public.pair_first",
              "create table pair (id int primary key, first text, second text)",
              "create index pair_first on pair (first)",
              "create index pair_both on pair (first, second)"),
          ofOwner(
              "index-bloated",
              "public.sieve_pkey",
              "create table sieve (id bigint primary key)",
              "insert into sieve select n from generate_series(1, 400000) n",
              "delete from sieve where id % 20 <> 0",
              "vacuum analyze sieve"),
          ofOwner(
                  "index-invalid",
                  "public.once_name",
                  "create table once (id int primary key, name text)",
                  "insert into once values (1, 'a'), (2, 'a')")
              .causedBy(TableFaults::buildThatFails),
          ofOwner(
              "primary-key-missing",
              "public.keyless",
              "create table keyless (number int not null, name text)",
              "insert into keyless select n, 'n' || n % 7 from generate_series(1, 5000) n",
              "analyze keyless"),
          ofOwner(
              "primary-key-missing",
              "public.alike",
              "create table alike (name text)",
              "insert into alike select 'a' from generate_series(1, 50)"),
          ofOwner(
              "foreign-key-without-index",
              "public.leaf (tree_id)",
              "create table tree (id int primary key)",
              "create table leaf (id int primary key, tree_id int references tree)",
              "insert into tree select n from generate_series(1, 100) n",
              "insert into leaf select n, n % 100 + 1 from generate_series(1, 5000) n",
              "analyze leaf"),
          ofOwner(
              "foreign-key-without-index",
              "public.visit (guest_id)",
              "create table guest (id int primary key)",
              "insert into guest select n from generate_series(1, 100) n",
              "create table visit (day date not null, guest_id int references guest, id int,"
                  + " primary key (id, day)) partition by range (day)",
              "create table visit_1 partition of visit for values from ('2024-01-01') to"
                  + " ('2027-01-01')",
              "insert into visit select date '2025-01-01' + n % 300, n % 100 + 1, n from"
                  + " generate_series(1, 5000) n",
              "analyze visit"),
          ofOwner(
              "sequence-near-end",
              "public.ticket_id_seq",
              "create table ticket (id serial primary key)",
              "create view tickets as select id from ticket",
              "select setval('ticket_id_seq', 2000000000)"),
          ofOwner(
              "table-bloated",
              "public.hall",
              "create table hall (id int, note text)",
              "insert into hall select n, md5(n::text) from generate_series(1, 150000) n",
              "delete from hall where id % 20 <> 0",
              "vacuum analyze hall"),
          ofOwner(
              "autovacuum-off",
              "public.forgotten",
              "create table forgotten (id int primary key) with (autovacuum_enabled = false)",
              "insert into forgotten select n from generate_series(1, 6000) n",
              "delete from forgotten where id % 2 = 0"),
          ofOwner(
              "autovacuum-behind",
              "public.behind",
              "create table behind (id int primary key)",
              "insert into behind select n from generate_series(1, 80000) n",
              "delete from behind where id % 2 = 0"),
          ofOwner(
              "statistics-missing",
              "public.unknown",
              "create table unknown (id int primary key)",
              "insert into unknown select n from generate_series(1, 20000) n"),
          ofOwner(
              "type-wasteful",
              "public.device.serial",
              "create table device (id int primary key, serial text)",
              "insert into device select n, gen_random_uuid()::text from generate_series(1, 20000)"
                  + " n",
              "analyze device"),
          ofOwner(
              "type-wasteful",
              "public.padded.name",
              "create table padded (id int primary key, name char(60))",
              "insert into padded select n, 'n' || n from generate_series(1, 20000) n",
              "analyze padded"),
          ofOwner(
                  "autovacuum-scale-factor",
                  "public.vast",
                  "create table vast (id int primary key)",
                  "insert into vast select n from generate_series(1, 250000) n",
                  "vacuum analyze vast")
              .withWayBack());

  private TableFaults() {}

  /** The build fails for a name that is there twice, which goes away afterwards. */
  private static void buildThatFails(Ward ward) {
    try {
      ward.owner("create unique index concurrently once_name on once (name)");
      throw new AssertionError("The name is there twice.");
    } catch (dev.weir.api.WeirException twice) {
      ward.owner("delete from once where id = 2");
    }
  }
}
