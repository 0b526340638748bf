package dev.weir.backup.postgresql;

import java.io.IOException;
import java.util.UUID;

/** A database that is restored beside another and takes its name when it is whole. */
record Replacement(Psql psql, String database, DatabaseShape shape) {
  /** Fills a database. */
  @FunctionalInterface
  interface Filling {
    void fill(String database) throws Exception;
  }

  void with(Filling filling) throws Exception {
    String mark = UUID.randomUUID().toString().substring(0, 8);
    String beside = shortened() + "_new_" + mark;
    String old = shortened() + "_old_" + mark;
    String from = elsewhere();
    psql.leave();
    psql.run(from, shape.create(beside));
    try {
      filling.fill(beside);
    } catch (Exception e) {
      dropped(from, beside, e);
      throw e;
    }
    psql.leave();
    psql.run(
        from,
        "ALTER DATABASE " + Sql.name(database) + " ALLOW_CONNECTIONS false",
        "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
            + Sql.literal(database)
            + "; END $$",
        "SELECT pg_sleep(0.2)",
        "ALTER DATABASE " + Sql.name(database) + " RENAME TO " + Sql.name(old),
        "ALTER DATABASE " + Sql.name(beside) + " RENAME TO " + Sql.name(database),
        "DROP DATABASE " + Sql.name(old) + " WITH (FORCE)");
  }

  /** A name has at most 63 bytes. */
  private String shortened() {
    return database.length() > 40 ? database.substring(0, 40) : database;
  }

  /** One cannot rename the database that one is in. */
  private String elsewhere() throws IOException {
    String any = psql.anyDatabase();
    return any.equals(database) ? "template1" : any;
  }

  private void dropped(String from, String beside, Exception why) {
    try {
      psql.run(from, "DROP DATABASE IF EXISTS " + Sql.name(beside) + " WITH (FORCE)");
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }
}
