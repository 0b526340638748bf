package dev.weir.connector.sql;

import dev.weir.spi.StatementKind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that have a meaning of their own, and the kind of statement that each begins by itself.
 * Up to {@link #XOR} they cannot be the name of a table; from {@link #ABORT} on they can.
 */
enum Keyword {
  NONE,
  ALL,
  AND,
  ANY,
  ARRAY,
  AS,
  ASC,
  BETWEEN,
  BINARY,
  BY,
  CASE,
  CAST,
  COLLATE,
  CONSTRAINT,
  CREATE(StatementKind.SCHEMA),
  CROSS,
  DEFAULT,
  DELETE(StatementKind.WRITE),
  DESC(StatementKind.READ),
  DISTINCT,
  DIV,
  ELSE,
  END(StatementKind.TRANSACTION),
  ESCAPE,
  EXCEPT,
  EXISTS,
  FALSE,
  FETCH(StatementKind.READ),
  FOR,
  FOREIGN,
  FROM,
  FULL,
  GLOB,
  GRANT(StatementKind.CONTROL),
  GROUP,
  HAVING,
  ILIKE,
  IN,
  INDEX,
  INNER,
  INSERT(StatementKind.WRITE),
  INTERSECT,
  INTERVAL,
  INTO,
  IS,
  ISNULL,
  JOIN,
  LATERAL,
  LEFT,
  LIKE,
  LIMIT,
  MATCH,
  MOD,
  NATURAL,
  NOT,
  NOTNULL,
  NULL,
  OFFSET,
  ON,
  ONLY,
  OR,
  ORDER,
  OUTER,
  OVER,
  OVERLAPS,
  PARTITION,
  PRIMARY,
  REFERENCES,
  REGEXP,
  RETURNING,
  RIGHT,
  RLIKE,
  ROW,
  ROWS,
  SELECT(StatementKind.READ),
  SET(StatementKind.CONTROL),
  SIMILAR,
  SOME,
  SYMMETRIC,
  TABLE(StatementKind.READ),
  THEN,
  TO,
  TRUE,
  UESCAPE,
  UNION,
  UNIQUE,
  UPDATE(StatementKind.WRITE),
  USING,
  VALUES(StatementKind.READ),
  VARIADIC,
  WHEN,
  WHERE,
  WINDOW,
  WITH(StatementKind.READ),
  XOR,

  ABORT(StatementKind.TRANSACTION),
  AGAINST,
  ALTER(StatementKind.SCHEMA),
  ANALYZE(StatementKind.CONTROL),
  ATOMIC,
  ATTACH(StatementKind.CONTROL),
  BACKUP(StatementKind.CONTROL),
  BEGIN(StatementKind.TRANSACTION),
  BINLOG(StatementKind.CONTROL),
  CACHE(StatementKind.CONTROL),
  CALL(StatementKind.CALL),
  CHANGE(StatementKind.CONTROL),
  CHECK(StatementKind.CONTROL),
  CHECKPOINT(StatementKind.CONTROL),
  CHECKSUM(StatementKind.READ),
  CLONE(StatementKind.CONTROL),
  CLOSE(StatementKind.READ),
  CLUSTER(StatementKind.CONTROL),
  COLUMN,
  COMMENT(StatementKind.SCHEMA),
  COMMIT(StatementKind.TRANSACTION),
  CONCURRENTLY,
  COPY(StatementKind.CONTROL),
  CUBE,
  DATA,
  DATABASE,
  DEALLOCATE(StatementKind.CONTROL),
  DECLARE(StatementKind.READ),
  DEFINER,
  DELAYED,
  DESCRIBE(StatementKind.READ),
  DETACH(StatementKind.CONTROL),
  DISCARD(StatementKind.CONTROL),
  DO(StatementKind.CALL),
  DROP(StatementKind.SCHEMA),
  DUMPFILE,
  EVENT,
  EXEC(StatementKind.CALL),
  EXECUTE(StatementKind.CALL),
  EXPLAIN(StatementKind.READ),
  EXTENSION,
  FAIL,
  FILTER,
  FIRST,
  FLUSH(StatementKind.CONTROL),
  FORMAT,
  FUNCTION,
  HANDLER(StatementKind.CONTROL),
  HELP(StatementKind.READ),
  HIGH_PRIORITY,
  IF,
  IGNORE,
  IMMEDIATE,
  IMPORT(StatementKind.SCHEMA),
  INSTALL(StatementKind.CONTROL),
  KEY,
  KILL(StatementKind.CONTROL),
  LANGUAGE,
  LEVEL,
  LISTEN(StatementKind.CONTROL),
  LOAD(StatementKind.CONTROL),
  LOCK(StatementKind.CONTROL),
  LOOP,
  LOW_PRIORITY,
  MATERIALIZED,
  MERGE(StatementKind.WRITE),
  MOVE(StatementKind.READ),
  NEXT,
  NO,
  NOTIFY(StatementKind.WRITE),
  OPTIMIZE(StatementKind.CONTROL),
  OUTFILE,
  OVERRIDING,
  OWNED,
  OWNER,
  PACKAGE,
  PLAN,
  POLICY,
  PRAGMA(StatementKind.READ),
  PRECEDING,
  PREPARE(StatementKind.READ),
  PRIVILEGES,
  PROCEDURE,
  PROGRAM,
  PURGE(StatementKind.CONTROL),
  QUERY,
  QUICK,
  REASSIGN(StatementKind.CONTROL),
  RECURSIVE,
  REFRESH(StatementKind.SCHEMA),
  REINDEX(StatementKind.CONTROL),
  RELEASE(StatementKind.TRANSACTION),
  RENAME(StatementKind.SCHEMA),
  REPAIR(StatementKind.CONTROL),
  REPEAT,
  REPLACE(StatementKind.WRITE),
  RESET(StatementKind.CONTROL),
  RESTART(StatementKind.CONTROL),
  REVOKE(StatementKind.CONTROL),
  ROLE,
  ROLLBACK(StatementKind.TRANSACTION),
  ROLLUP,
  RULE,
  SAVEPOINT(StatementKind.TRANSACTION),
  SECURITY(StatementKind.CONTROL),
  SERVER,
  SETS,
  SHARE,
  SHOW(StatementKind.READ),
  SHUTDOWN(StatementKind.CONTROL),
  START(StatementKind.TRANSACTION),
  STDIN,
  STDOUT,
  STOP(StatementKind.CONTROL),
  SUBSCRIPTION,
  SYSTEM,
  TABLESPACE,
  TEMP,
  TEMPORARY,
  TRANSACTION,
  TRIGGER,
  TRUNCATE(StatementKind.SCHEMA),
  UNINSTALL(StatementKind.CONTROL),
  UNLISTEN(StatementKind.CONTROL),
  UNLOCK(StatementKind.CONTROL),
  UNLOGGED,
  UPSERT(StatementKind.WRITE),
  USE(StatementKind.CONTROL),
  USER,
  VACUUM(StatementKind.CONTROL),
  VALUE,
  VERBOSE,
  VIEW,
  WHILE,
  WORK,
  XA(StatementKind.TRANSACTION);

  private static final Keyword[] ALL_KEYWORDS = values();
  private static final Words<Keyword> TABLE_OF_WORDS = table();

  private final @Nullable StatementKind begins;
  private final String lower = name().toLowerCase(Locale.ROOT);

  Keyword() {
    this(null);
  }

  Keyword(@Nullable StatementKind begins) {
    this.begins = begins;
  }

  private static Words<Keyword> table() {
    Map<String, Keyword> words = new HashMap<>();
    for (Keyword keyword : ALL_KEYWORDS) {
      if (keyword != NONE) {
        words.put(keyword.lower, keyword);
      }
    }
    words.put("analyse", ANALYZE);
    return new Words<>(words);
  }

  static Keyword of(int ordinal) {
    return ALL_KEYWORDS[ordinal];
  }

  /** The keyword at this place of a text, or {@link #NONE}. */
  static Keyword find(String text, int start, int end, int hash) {
    Keyword found = TABLE_OF_WORDS.find(text, start, end, hash);
    return found == null ? NONE : found;
  }

  /** What a statement is that begins so; null when none does. */
  @Nullable StatementKind begins() {
    return begins;
  }

  /** True for a word that cannot name a table. */
  boolean reserved() {
    return this != NONE && compareTo(ABORT) < 0;
  }

  /** True for those that change rows wherever they stand in a statement. */
  boolean changesRows() {
    return switch (this) {
      case INSERT, UPDATE, DELETE, MERGE, REPLACE, UPSERT -> true;
      default -> false;
    };
  }

  String lower() {
    return lower;
  }
}
