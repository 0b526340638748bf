package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SqlLanguageTest {
  static final String EVERYWHERE =
      """
      READ | select 1
      READ | SELECT a, b FROM t | t
      READ | select * from T | t
      READ | select * from "T" t2 | T
      READ | select * from a.b | a.b
      READ | select * from "A"."b" | A.b
      READ | select * from a, b c, d | a b d
      READ | select * from a join b on a.x = b.x left join c using (y) | a b c
      READ | select * from (select * from a) x | a
      READ | select * from (a join b on a.i = b.i) | a b
      READ | select (select max(x) from u) from t | t u
      READ | select 1 where exists (select 1 from t where a in (select b from u)) | t u
      READ | select a from t union all select b from u order by 1 limit 10 offset 5 | t u
      READ | (select a from t) union (select b from u) | t u
      READ | values (1, 2), (3, 4)
      READ | with x as (select * from t) select * from x | t
      READ | with x as (select 1), y (a, b) as (select * from x) select * from y, z | z
      READ | with recursive x (n) as (select 1 union all select n + 1 from x) select n from x
      READ | select * from (with x as (select 1) select * from x) q, x | x
      READ | select count(*), coalesce(sum(a), 0) from t where lower(b) like ? | t | | _
      READ | select * from t where a = ? and b in (?, ?) | t | | _ _ _
      READ | select * from t where a = :a and b between :b and :c | t | | a b c
      READ | select :a, :a, :_b2 | | | a a _b2
      READ | select ':a', '?', 'it''s :b ?'
      READ | select 1 -- :a ? ' "⏎ , :b | | | b
      READ | select 1 /* :a ? ' " */ + :b | | | b
      READ | select 1;
      READ | ;; select 1 ;; -- done
      READ 2 | select 1; select 2
      READ 3 | select ';' ; select 2 /* ; */ ; select 3;
      SCHEMA 2 | SELECT 1; DROP TABLE t | | t
      WRITE 2 | select 1; delete from t | | t
      READ | select now(), current_timestamp
      READ! | select my_function(1)
      READ! | select a from t where audit.log(a) > 0 | t
      READ! | select * from my_rows(1)
      READ | select cast(a as varchar(20)), cast(b as numeric(10, 2)) from t | t
      READ | select case when a then 1 else 2 end from t | t
      READ | select extract(year from d), trim(both ' ' from e) from t | t
      READ | select substring(a from 1 for 2) from t | t
      READ | select t.delete, t.update from t | t
      READ | select a as insert, b as update from t | t
      READ | select "update", "delete" from t | t
      READ | select 1 as x, delete from t | t
      READ | select replace(a, 'x', 'y') from t | t
      WRITE | select a from t for update | t
      WRITE | select a from t for share | t
      WRITE | insert into t (a, b) values (1, 2) | | t
      WRITE | insert into t (a) select b from u where c = ? | u | t | _
      WRITE | insert into s.t default values | | s.t
      WRITE | insert into t values (:a, :b), (:c, :d) | | t | a b c d
      WRITE | update t set a = 1 where b = ? | | t | _
      WRITE | update t set a = (select max(b) from u) | u | t
      WRITE | delete from t where a = 1 | | t
      WRITE | delete from t where a in (select b from u) | u | t
      WRITE | merge into t using u on t.a = u.a when matched then update set b = u.b | u | t
      WRITE | merge into t using u on t.a = u.a when matched then delete | u | t
      WRITE | with x as (select a from u) delete from t where a in (select a from x) | u | t
      WRITE | with x as (select a from u) insert into t select a from x | u | t
      WRITE | with x as (select a from u) update t set a = 1 | u | t
      SCHEMA | create table t (a int primary key, b text default 'x;y') | | t
      SCHEMA | create table if not exists s.t (a int) | | s.t
      SCHEMA | create table t as select * from u | u | t
      SCHEMA | create index i on t (a) | | t
      SCHEMA | create unique index if not exists i on t (a, b) | | t
      SCHEMA | create view v as select a from t join u on t.x = u.x | t u | v
      SCHEMA | alter table t add column c int | | t
      SCHEMA | alter table t rename to u | | t
      SCHEMA | drop table a, b | | a b
      SCHEMA | drop table if exists a | | a
      SCHEMA | drop view v | | v
      TRANSACTION | begin
      TRANSACTION | BEGIN;
      TRANSACTION | commit
      TRANSACTION | rollback
      TRANSACTION | rollback to savepoint a
      TRANSACTION | savepoint a
      TRANSACTION | release savepoint a
      READ | explain select * from t | t
      READ | explain delete from t | t
      READ | explain insert into t select * from u | t u
      UNKNOWN | frobnicate the table
      UNKNOWN | 'select 1'
      UNKNOWN | 1
      UNKNOWN 0 |
      UNKNOWN 0 | ;
      UNKNOWN 0 | -- nothing
      UNKNOWN 0 | /* nothing */ ;
      UNKNOWN | select 'open
      UNKNOWN | select "open
      UNKNOWN | select 1 /* open
      UNKNOWN | select :a, ?
      UNKNOWN | select ?, :a
      READ! | select pg_sleep(1)
      CONTROL | select pg_read_file('x')
      CONTROL | select load_file('x')
      CONTROL | select load_extension('x')
      CONTROL | select sleep (5)
      CONTROL | select benchmark/**/(5, 1)
      CONTROL | select set_config('app.tenant', '2', false)
      CONTROL | insert into t select pg_terminate_backend(1) | | t
      WRITE | select nextval('s')
      WRITE | select setval('s', 1)
      CONTROL | grant select on t to u | | t
      CONTROL | revoke all on t from u | | t
      CONTROL | set a = 1
      CONTROL | vacuum
      CONTROL | reindex table t | | t
      """;

  static final String POSTGRESQL =
      """
      READ | select $$ it's :a ? ; $$, $a$ $$ $b$ ; $a$
      READ | select E'a\\'b:c', 'a\\', :x | | | x
      READ 1 | select 'a\\' OR 1=1 --'
      READ 2 | select 'a\\'; select ' OR 1=1 --'
      READ | select U&'\\0041:a', e'\\\\', b'01', X'1F', N'x'
      READ | select /* a /* nested */ :a */ :b | | | b
      UNKNOWN | select /* a /* nested */
      READ | select a::text, b :: int, :c::uuid from t | t | | c
      READ | select a[1:2], a[:n], a[x:y], array[:p, :q] from t | t | | n p q
      READ | select a[1:n], a[f.x:m] from t | t
      READ | select * from t where a = $1 and b = $2 | t | | _ _
      UNKNOWN | select $2, $1
      UNKNOWN | select $1, $1
      UNKNOWN | select $1, ?
      UNKNOWN | select $1, :a
      READ | select a$b, c$1 from t | t
      READ | select data ? 'k' from t | t
      READ | select data ?¦ array['a', 'b'], data ?& array['c'] from t | t
      READ | select data ?? 'k', data ??¦ array['a'], data ??& :b from t | t | | b
      READ | select data ? :k from t where id = :id | t | | k id
      READ | select data @? '$.a' from t | t
      READ | select a from t where b like ?¦¦'%' limit ? offset ? | t | | _ _ _
      READ | select a from t where b between symmetric ? and ? | t | | _ _
      READ | select data -> 'a' ->> ?, data #>> '{a,b}' from t | t | | _
      READ | select 1 --:a␍ , :b | | | b
      READ | select a--b⏎ from t | t
      READ | select 5 - -3, 5*/* c */2, a@>b from t | t
      WRITE | with x as (delete from t returning *) select * from x | | t
      WRITE | WITH x AS MATERIALIZED (UPDATE t SET a=1 RETURNING *) SELECT * FROM x, u | u | t
      WRITE | with x as (insert into t values (1) returning *) select * from x | | t
      WRITE | select * from u where exists (with x as (delete from t returning a) select 1) | u | t
      SCHEMA | select * into t2 from t | t | t2
      SCHEMA | select a, b into temp table t2 from t | t | t2
      WRITE | select a from t for no key update | t
      WRITE | select a from t for key share skip locked | t
      WRITE | select a from t for update of t nowait | t
      WRITE | explain analyze delete from t | | t
      WRITE | explain (analyze, buffers) delete from t | | t
      WRITE | EXPLAIN ANALYSE VERBOSE INSERT INTO t VALUES (1) | | t
      WRITE | explain analyze (with x as (delete from t returning *) select * from x) | | t
      WRITE | explain (analyze) ((with x as (delete from t returning *) table x)) | | t
      UNKNOWN | explain analyze frobnicate
      READ | explain (format json) select * from t | t
      READ | explain analyze select * from t | t
      CALL | explain analyze execute p
      WRITE! | prepare p as delete from t where a = $1 | | t
      READ! | prepare p (int) as select * from t where a = $1 | t
      CALL | execute p (1)
      CONTROL | deallocate p
      READ! | copy t to stdout | t
      READ! | copy (select * from t) to stdout with (format csv) | t
      WRITE | copy (delete from t returning *) to stdout | | t
      WRITE | copy t (a, b) from stdin | | t
      SERVER | copy t to program 'rm -rf /' | t
      SERVER | copy t from '/etc/passwd' | | t
      SERVER | copy t to '/tmp/x' | t
      SERVER | copy t from program 'cat' | | t
      CALL | do $$ begin delete from t; end $$
      CALL | do language plpgsql $x$ begin end $x$
      CALL | call p(1, ?) | | | _
      CALL | {call p(?)} | | | _
      CALL | {? = call p(?)} | | | _ _
      CONTROL | set role admin
      CONTROL | SET SESSION AUTHORIZATION admin
      CONTROL | set local app.tenant = '2'
      CONTROL | set transaction read write
      CONTROL | reset all
      READ | show search_path
      CONTROL | alter system set a = 1
      CONTROL | alter role x superuser
      CONTROL | create role x
      CONTROL | create user x
      CONTROL | create extension dblink
      CONTROL | alter table t disable row level security | | t
      CONTROL | alter table t owner to x | | t
      CONTROL | create policy p on t using (true) | | t
      CONTROL | alter default privileges grant select on tables to x
      CONTROL | create function f() returns int language sql security definer as 'select 1'
      SCHEMA | create table t (owner text, role text, "user" text) | | t
      SCHEMA | create function f() returns void language sql as $$ delete from t; $$
      SCHEMA 1 | create function f() returns int begin atomic select 1; select case when true then 2 end; end
      SCHEMA 2 | create function f() returns int begin atomic select 1; end; select 2
      SCHEMA 1 | create or replace procedure p(a int) begin atomic insert into t values (a); delete from u; end; | | t u
      UNKNOWN 1 | create function f() returns int begin atomic select 1; select 2
      SCHEMA 1 | create rule r as on insert to t do also (insert into u values (1); delete from v) | | u v
      SCHEMA | create trigger x before insert on t for each row execute function f() | | t
      SCHEMA | truncate a, b cascade | | a b
      SCHEMA | truncate table only a | | a
      SCHEMA | refresh materialized view concurrently v | | v
      SCHEMA | comment on table t is 'x; y' | | t
      SCHEMA | create index concurrently i on only s.t using gin (a) | | s.t
      TRANSACTION | start transaction isolation level serializable
      TRANSACTION | prepare transaction 'x'
      TRANSACTION | commit prepared 'x'
      TRANSACTION | begin not deferrable
      TRANSACTION | end
      TRANSACTION | abort
      READ | table t | t
      READ | select * from only t, lateral (select * from u) x | t u
      READ | select a is distinct from b, a is not distinct from c from t | t
      READ | select distinct on (a, b) a from t | t
      READ! | select distinct on (a) f(b) from t | t
      READ | select * from generate_series(1, 10) as g(n)
      READ | select * from unnest(array[1, 2]) with ordinality as x(a, b)
      READ | select sum(a) filter (where b > 0) over (partition by c order by d) from t | t
      READ | select percentile_cont(0.5) within group (order by a) from t | t
      READ | select a, b from t group by grouping sets ((a), (b), ()) | t
      READ | select pg_catalog.lower(a) from t | t
      READ! | select public.lower(a) from t | t
      READ! | select "lower"(a) from t | t
      CONTROL | select "pg_read_file"('x')
      CONTROL | select pg_catalog . pg_read_binary_file('x')
      CONTROL | select lo_import('/etc/passwd')
      CONTROL | select * from dblink('host=x', 'select 1') as t(a int)
      CONTROL | select query_to_xml('delete from t', true, true, '')
      CONTROL | select pg_ls_dir('.')
      CONTROL | select pg_some_new_function()
      CONTROL | explain select pg_read_file('x')
      WRITE | select pg_advisory_lock(1)
      WRITE | select pg_notify('a', 'b')
      WRITE | notify a, 'b'
      READ! | listen a
      CONTROL | update pg_settings set setting = 'x' where name = 'y' | | pg_settings
      CONTROL | delete from pg_catalog.pg_proc | | pg_catalog.pg_proc
      WRITE | insert into t values (1) on conflict (a) do update set b = excluded.b returning * | | t
      WRITE | insert into t as x values (1) on conflict do nothing | | t
      WRITE | update only t set a = u.b from u where t.c = u.c | u | t
      WRITE | delete from t using u where t.a = u.a | u | t
      WRITE | with s as (select * from s) update t set a = 1 from s | s | t
      READ | select * from s, (with s as (select 1) select * from s) x | s
      READ! | declare c cursor for select * from t | t
      READ! | fetch 10 from c
      CONTROL | lock table t in exclusive mode | | t
      CONTROL | cluster t
      CONTROL | analyze t
      CONTROL | load 'lib'
      CONTROL | discard all
      CONTROL | security label on table t is 'x' | | t
      UNKNOWN | select U&"\\0070g_read_file"('x')
      UNKNOWN | select 1from t
      UNKNOWN | select $a$ open
      UNKNOWN | select E'open\\'
      READ | select 1e5, .5, 1., 12.5e-3
      READ | select 1 /*!50000 from */ from t | t
      READ | select # 5
      """;

  private static final String MYSQL =
      """
      READ | select "it's :a", 'x\\'y :b', :c | | | c
      READ | select 'a\\\\', :x | | | x
      READ | select `a``b:c` from `T`.`u` | T.u
      READ 1 | select 1 # ; delete :a ' "⏎ , :b | | | b
      READ | select 5--3, :a | | | a
      READ 1 | select 5-- 3; delete :a
      READ | select 5--⏎, :a | | | a
      WRITE | select 1 /*!50000 union */ /*! delete */ from t | | t
      WRITE | /*!50000 delete from t */ | | t
      WRITE | /*M!100100 delete from t */ | | t
      CONTROL | select a /*!50000 into outfile 'x' */ from t | t
      CONTROL | select pg_read_file/*!50000 (*/ 'x')
      SCHEMA 2 | select 1 /*!50000 ; drop table t */ | | t
      WRITE | with x as (select 1) /*!99999 , */ delete from t | | t
      UNKNOWN | select 1 /*!50000 '*/' */
      UNKNOWN | select 1 /*!50000 + ? */
      UNKNOWN | select 1 /*!50000 -- */
      UNKNOWN | select 1 /*!50000 + 1
      UNKNOWN | select 1 /*! a /*! b */ c */
      READ | select 1 /*!50000 + /* x */ 1 */
      READ | select /*+ NO_INDEX_MERGE(t) */ a from t | t
      UNKNOWN | insert /*+ SET_VAR(foreign_key_checks=OFF) */ into t values (1)
      READ | select @a, @@global.x, @`b` from t | t
      READ! | select @a := 1
      READ! | select a into @x from t | t
      CONTROL | select a into outfile '/tmp/x' from t | t
      CONTROL | select a from t into dumpfile '/tmp/x' | t
      WRITE | select a from t lock in share mode | t
      WRITE | replace into t values (1) | | t
      WRITE | replace t values (1) | | t
      WRITE | insert ignore into t values (1) on duplicate key update a = values(a) | | t
      WRITE | insert low_priority t set a = 1 | | t
      WRITE | update low_priority ignore t set a = 1 | | t
      WRITE | update t join u on t.a = u.a set t.b = 1 | | t u
      WRITE | delete t from t join u on t.a = u.a | t u | t
      WRITE | delete from t, u using t join u | t u | t u
      WRITE | delete quick from t | | t
      READ | select insert('abc', 1, 2, 'x')
      READ | select * from 2024_sales | 2024_sales
      READ | select 0x1F, x'1F', b'01', 1e5, _utf8'x'
      READ | select if(a, 1, 2), date_format(d, '%Y'), interval(1, 2) from t | t
      READ | select group_concat(a separator ',') from t | t
      READ | select match (a) against ('x' in boolean mode) from t | t
      READ | select database(), user(), version()
      WRITE | select get_lock('a', 1)
      WRITE | select next value for s
      READ | show tables
      READ | show create table t
      READ | show grants for 'a'@'b'
      READ | describe t | t
      READ | desc t | t
      READ | explain t | t
      READ | explain format=json select * from t | t
      WRITE | explain analyze update t set a = 1 | | t
      WRITE | analyze format=json delete from t | | t
      CONTROL | analyze table t | | t
      CONTROL | use other
      CONTROL | kill 5
      CONTROL | flush privileges
      CONTROL | handler t open
      CONTROL | lock tables t write
      CONTROL | unlock tables
      CONTROL | load data infile '/x' into table t | | t
      CONTROL | set @a = 1
      CONTROL | prepare p from 'delete from t'
      CALL | execute p using @a
      CONTROL | execute immediate 'drop table t'
      CALL | do sleep_later()
      CONTROL | do sleep(5)
      CONTROL | start slave
      CONTROL | shutdown
      CONTROL | create user 'a'@'b' identified by 'c'
      CONTROL | drop user a
      CONTROL | alter user a
      CONTROL | update mysql.user set a = 1 | | mysql.user
      CONTROL | optimize table t | | t
      CONTROL | install plugin x soname 'y'
      SCHEMA | rename table a to b | | a b
      SCHEMA | truncate t | | t
      SCHEMA 1 | create trigger x before insert on t for each row begin set new.a = 1; if new.b then set new.c = 2; end if; end | | t
      SCHEMA 1 | create procedure p() begin declare x int; case x when 1 then select 1; else begin end; end case; while x do set x = 1; end while; select case x when 1 then 2 end; end
      SCHEMA 2 | create procedure p() begin select 1; end; drop table t | | t
      SCHEMA 2 | create procedure p() select 1; drop table t | | t
      UNKNOWN 1 | create procedure p() begin select 1; drop table t | | t
      SCHEMA 1 | create function f() returns int begin return 1; end
      CALL 1 | begin not atomic delete from t; drop table u; end | | t
      TRANSACTION | xa start 'x'
      UNKNOWN | delimiter //
      UNKNOWN | select "open
      UNKNOWN | select 'open\\'
      UNKNOWN | select 1.5x
      WRITE | delete from .t
      """;

  private static final String SQLITE =
      """
      READ | select [a'b:c], `d`, "e" from [T] | T
      READ | select 'a\\', :x | | | x
      READ | select 1e5, .5, 1., 0x1F, 1_000, 12.5e-3
      READ | select ?1, ?2 | | | _ _
      UNKNOWN | select ?2, ?1
      UNKNOWN | select ?1, ?
      READ | select @a, $b, :c | | | a b c
      READ | select 1--:a⏎ , :b | | | b
      READ | select a -> 'x' ->> 'y' from t | t
      WRITE | insert or replace into t values (1) | | t
      WRITE | insert or ignore into t values (1) on conflict do nothing | | t
      WRITE | replace into t values (1) | | t
      WRITE | update or rollback t set a = 1 | | t
      WRITE | with x as (select 1)\uFEFFdelete from t | | t
      READ! | pragma user_version
      READ! | pragma main.page_count
      READ! | pragma table_info(t)
      READ! | pragma table_info('t')
      CONTROL | pragma journal_mode = delete
      CONTROL | pragma journal_mode(delete)
      CONTROL | pragma main.user_version = 5
      CONTROL | pragma wal_checkpoint
      CONTROL | pragma optimize
      CONTROL | attach 'x.db' as y
      CONTROL | detach y
      CONTROL | vacuum into 'x'
      CONTROL | delete from sqlite_master | | sqlite_master
      CONTROL | update main.sqlite_schema set sql = 'x' | | main.sqlite_schema
      CONTROL | select writefile('a', 'b')
      CONTROL | select fts3_tokenizer('a')
      TRANSACTION | begin immediate
      TRANSACTION | end transaction
      READ | explain query plan select * from t | t
      READ | explain query plan delete from t | t
      READ | select * from json_each(:a) | | | a
      READ | select * from pragma_table_info('t')
      CONTROL | select * from pragma_journal_mode('delete')
      SCHEMA 1 | create trigger x after update on t begin update u set a = case b when 1 then 2 end; delete from v; end | | t u v
      SCHEMA 2 | create trigger x after update on t begin delete from v; end; drop table w | | t v w
      SCHEMA | create virtual table t using fts5(a, b) | | t
      SCHEMA | create table t (a, b, foreign key (b) references u (c) on delete cascade) without rowid | u | t
      UNKNOWN | select [open
      UNKNOWN | select 1x
      """;

  @TestFactory
  Stream<DynamicTest> everyDialectAgreesOnStandardSql() {
    return Stream.of(SqlDialect.POSTGRESQL, SqlDialect.MYSQL_ANSI_QUOTES, SqlDialect.SQLITE)
        .flatMap(dialect -> examples(dialect, EVERYWHERE));
  }

  @TestFactory
  Stream<DynamicTest> postgresqlIsUnderstood() {
    return examples(SqlDialect.POSTGRESQL, POSTGRESQL);
  }

  @TestFactory
  Stream<DynamicTest> mysqlAndMariadbAreUnderstood() {
    return examples(SqlDialect.MYSQL, MYSQL);
  }

  @TestFactory
  Stream<DynamicTest> sqliteIsUnderstood() {
    return examples(SqlDialect.SQLITE, SQLITE);
  }

  private static Stream<DynamicTest> examples(SqlDialect dialect, String lines) {
    return Example.all(lines).stream()
        .map(example ->
            DynamicTest.dynamicTest("reads: " + example.text(), () -> check(dialect, example)));
  }

  private static void check(SqlDialect dialect, Example example) {
    Understanding found = new SqlLanguage(dialect).understand(example.text());

    assertThat(found.kind()).as("kind, problem %s", found.problem()).isEqualTo(example.kind());
    assertThat(found.statements()).as("statements").isEqualTo(example.statements());
    assertThat(found.pure()).as("pure").isEqualTo(example.pure());
    assertThat(found.problem() != null).isEqualTo(found.kind() == StatementKind.UNKNOWN);
    if (found.kind() != StatementKind.UNKNOWN) {
      assertThat(new TreeSet<>(found.reads())).as("reads").isEqualTo(example.reads());
      assertThat(new TreeSet<>(found.writes())).as("writes").isEqualTo(example.writes());
      assertThat(found.parameters().stream().map(name -> name == null ? "_" : name))
          .as("parameters")
          .containsExactlyElementsOf(example.parameters());
    }
  }

  @Test
  void namedParametersBecomeMarkersAndNothingElseChanges() {
    assertNative("select :a,  ':b', :c::int -- :d", "select ?,  ':b', ?::int -- :d");
    assertNative("select $1 , $2", "select ? , ?");
    assertNative("select ? , 'x'", "select ? , 'x'");
    assertNative("prepare p as select $1", "prepare p as select $1");
  }

  @Test
  void aJsonOperatorIsSentAsTheDriverWantsIt() {
    assertNative("select a ? 'b', c ?| d, e ?& :f", "select a ?? 'b', c ??| d, e ??& ?");
    assertNative("select a ?? 'b', c @? 'd'", "select a ?? 'b', c @?? 'd'");
  }

  private static void assertNative(String text, String expected) {
    Understanding found = new SqlLanguage(SqlDialect.POSTGRESQL).understand(text);

    assertThat(found.nativeText()).isEqualTo(expected);
  }

  @Test
  void aProblemNamesTheOffsetAndNeverTheText() {
    SqlLanguage language = new SqlLanguage(SqlDialect.POSTGRESQL);

    assertThat(language.understand("select 'secret").problem()).contains("offset 7");
    assertThat(language.understand("select 1 /* x").problem()).contains("offset 9");
    assertThat(language.understand("select \0").problem()).contains("NUL", "offset 7");
    assertThat(language.understand("select '\uD800'").problem()).contains("offset 8");
    assertThat(language.understand("select 1; secret").problem())
        .contains("offset 10")
        .doesNotContain("secret");
    assertThat(language.understand("(".repeat(5_000)).problem()).contains("nested");
    assertThat(language.understand("select '😀', 😀 from t").problem()).isNull();
  }
}
