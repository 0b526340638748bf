package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Sample;
import java.util.Arrays;
import java.util.List;

/**
 * Statements whose best indexes are known.
 *
 * @param best one for each index, any of which ways to write it separated by {@code |}; empty where
 *     no index is worth it
 */
record IndexWorkload(String name, List<Sample> statements, List<String> best) {
  private static IndexWorkload of(String name, String best, String... statements) {
    return new IndexWorkload(
        name,
        Arrays.stream(statements).map(text -> new Sample(text, 2000, 0)).toList(),
        best.isEmpty() ? List.of() : List.of(best.split(";")));
  }

  private static IndexWorkload rare(String name, String statement) {
    return new IndexWorkload(name, List.of(new Sample(statement, 5, 0)), List.of());
  }

  static final List<IndexWorkload> ALL =
      List.of(
          of("one value", "public.orders (ref)", "select * from orders where ref = $1"),
          of(
              "two values that are selective together",
              "public.events (tenant, kind)|public.events (kind, tenant)",
              "select * from events where tenant = $1 and kind = $2"),
          of(
              "a value and a bound",
              "public.events (tenant, happened)",
              "select * from events where tenant = $1 and happened > $2"),
          of(
              "the newest of a tenant",
              "public.events (tenant, happened)",
              "select * from events where tenant = $1 order by happened desc limit 20"),
          of(
              "a join by foreign key",
              "public.order_lines (order_id)",
              "select l.* from orders o join order_lines l on l.order_id = o.id where o.id = $1"),
          of(
              "the newest of all",
              "public.orders (created)",
              "select * from orders order by created desc limit 10"),
          of(
              "an expression",
              "public.customers ((lower(email)))",
              "select * from customers where lower(email) = $1"),
          of(
              "a narrow range",
              "public.orders (created)",
              "select * from orders where created between '2025-01-01' and '2025-01-02'"),
          of(
              "two statements that one index serves",
              "public.orders (customer_id, created)",
              "select * from orders where customer_id = $1",
              "select * from orders where customer_id = $1 order by created desc limit 5"),
          of(
              "either of two values",
              "public.orders (ref);public.orders (note)",
              "select * from orders where ref = 'r77' or note = 'n77'"),
          of(
              "a write that looks for its row",
              "public.orders (ref)",
              "update orders set status = 'done' where ref = $1"),
          of(
              "names in quotes",
              "public.\"Odd Table\" (\"Order\")",
              "select * from \"Odd Table\" where \"Order\" = $1"),
          of(
              "a partitioned table",
              "public.measured (sensor)",
              "select * from measured where sensor = $1"),
          of(
              "the greatest of a tenant",
              "public.events (tenant, happened)",
              "select max(happened) from events where tenant = $1"),
          of(
              "a correlated subquery, and a schema",
              "public.order_lines (order_id)",
              "select o.id, (select count(*) from public.order_lines l where l.order_id = o.id)"
                  + " from public.orders o where o.id < 50"),
          of("nearly all rows", "", "select sum(total) from orders where status = 'done'"),
          of("a small table", "", "select * from products where sku = $1"),
          of("served by its key", "", "select * from customers where id = $1"),
          rare("asked five times a day", "select * from logs where source = 'web' and line = 'l5'"),
          of(
              "a pattern without a beginning",
              "",
              "select * from customers where name like '%ann%'"));

  static final List<String> TABLES =
      List.of(
          "create table customers (id int primary key, email text not null, name text not null,"
              + " active boolean)",
          "insert into customers select n, 'User' || n || '@example.com', md5(n::text), n % 9 > 0"
              + " from generate_series(1, 40000) n",
          "create table orders (id int primary key, customer_id int not null, status text not null,"
              + " total numeric not null, created timestamptz not null, ref text not null, note"
              + " text)",
          "insert into orders select n, hashint4(n) & 8191, case when n % 40 = 0 then 'open' else"
              + " 'done' end, n % 977, timestamptz '2023-01-01' + n * interval '11 minutes', 'r' ||"
              + " n, 'n' || n % 70000 from generate_series(1, 120000) n",
          "create table order_lines (id int primary key, order_id int not null, product_id int not"
              + " null, quantity int not null)",
          "insert into order_lines select n, (hashint4(n) & 2147483647) % 120000, n % 400, n % 7"
              + " from generate_series(1, 150000) n",
          "create table events (id bigint primary key, tenant int not null, kind text not null,"
              + " happened timestamptz not null, payload text)",
          "insert into events select n, (hashint8(n) & 2147483647) % 100, 'kind' || (hashint8(n *"
              + " 7) & 2147483647) % 12, timestamptz '2024-01-01' + n * interval '3 minutes',"
              + " md5(n::text) from generate_series(1, 120000) n",
          "create table products (id int primary key, sku text not null, price int)",
          "insert into products select n, 'sku' || n, n from generate_series(1, 400) n",
          "create table logs (id bigint primary key, source text, line text)",
          "insert into logs select n, 'source' || n % 500, 'l' || n from generate_series(1, 100000)"
              + " n",
          "create table \"Odd Table\" (\"Group Name\" text, \"Order\" int, id int primary key)",
          "insert into \"Odd Table\" select md5(n::text), n % 20000, n from generate_series(1,"
              + " 60000) n",
          "create table measured (day date not null, sensor int not null, value int) partition by"
              + " range (day)",
          "create table measured_a partition of measured for values from ('2024-01-01') to"
              + " ('2025-01-01')",
          "create table measured_b partition of measured for values from ('2025-01-01') to"
              + " ('2026-01-01')",
          "insert into measured select date '2024-01-01' + n % 700, (hashint4(n) & 2147483647) %"
              + " 9000, n from generate_series(1, 90000) n",
          "analyze");

  /** Nothing was tuned by these: they came after what looks for them. */
  static final List<IndexWorkload> UNSEEN =
      List.of(
          of(
              "the few open ones, newest first",
              "public.jobs (created) WHERE (state = 'open'::text)|public.jobs (state, created)",
              "select * from jobs where state = 'open' order by created desc limit 20"),
          of(
              "those of a queue that are not done",
              "public.jobs (queue) WHERE (done_at IS NULL)|public.jobs (queue, done_at)|public.jobs"
                  + " (done_at, queue)",
              "select * from jobs where queue = $1 and done_at is null"),
          of(
              "a value within a document",
              "public.papers USING gin (data jsonb_path_ops)|public.papers USING gin (data)",
              "select id from papers where data @> '{\"number\": 77}'"),
          of(
              "a word of an array",
              "public.papers USING gin (tags)",
              "select id from papers where tags @> array['t77']"),
          of(
              "words of a text",
              "public.papers USING gin (words)",
              "select id from papers where words @@ to_tsquery('simple', 'w77')"),
          of(
              "a piece of a name, whatever its case",
              "public.papers USING gin (title gin_trgm_ops)",
              "select id from papers where title ilike '%f00ba4%'"),
          of(
              "an hour of a long log",
              "public.readings USING brin (at)|public.readings (at)",
              "select avg(value) from readings where at between '2024-03-01' and '2024-03-01"
                  + " 01:00'"),
          of(
              "a prefix of three columns",
              "public.jobs (queue, owner)|public.jobs (owner, queue)",
              "select count(*) from jobs where queue = $1 and owner = $2"),
          of(
              "an owner's newest",
              "public.jobs (owner, created)",
              "select * from jobs where owner = $1 order by created desc limit 5"),
          of(
              "a word of nearly all documents",
              "",
              "select id from papers where tags @> array['all']"),
          of("nearly all are done", "", "select count(*) from jobs where state = 'done'"),
          of("a document in a small table", "", "select * from notes where data @> '{\"a\": 1}'"));

  static final List<String> UNSEEN_TABLES =
      List.of(
          "create table jobs (id int primary key, queue int not null, owner int not null, state"
              + " text not null, created timestamptz not null, done_at timestamptz, body text)",
          "insert into jobs select n, (hashint4(n) & 2147483647) % 300, (hashint4(n * 3) &"
              + " 2147483647) % 900, case when n % 60 = 0 then 'open' else 'done' end, timestamptz"
              + " '2024-01-01' + (hashint4(n * 7) & 2147483647) % 500000 * interval '1 minute',"
              + " case when n % 60 = 0 then null else now() end, md5(n::text) from"
              + " generate_series(1, 120000) n",
          "create table papers (id int primary key, title text, data jsonb, tags text[], words"
              + " tsvector)",
          "insert into papers select n, md5(n::text) || md5((n * 2)::text), jsonb_build_object("
              + "'number', n % 20000, 'kind', 'k' || n % 5), array['all', 't' || n % 5000],"
              + " to_tsvector('simple', 'w' || n % 5000 || ' and w' || n % 77777) from"
              + " generate_series(1, 60000) n",
          "create table readings (at timestamptz not null, sensor int, value float8, note text)",
          "insert into readings select timestamptz '2024-01-01' + n * interval '1 minute', n % 50,"
              + " n, repeat('x', 120) from generate_series(1, 450000) n",
          "create table notes (id int primary key, data jsonb)",
          "insert into notes select n, jsonb_build_object('a', n) from generate_series(1, 300) n",
          "analyze");
}
