package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Rule;
import dev.weir.spi.advise.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The advisor for MariaDB and MySQL. */
public final class MysqlAdvisor implements Advisor {
  private final Limits limits;

  /** With limits that suit production. */
  public MysqlAdvisor() {
    this(Limits.DEFAULT);
  }

  MysqlAdvisor(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Set<String> types() {
    return Set.of("MARIADB", "MYSQL");
  }

  @Override
  public List<Rule> rules() {
    return MysqlRules.ALL;
  }

  @Override
  public Findings examine(Examination examination) {
    Database database = examination.database();
    Report report = new Report();
    Facts facts = Facts.of(database);
    String login = login(database);
    String counted = "GRANT SELECT ON performance_schema.* TO " + login;
    new Tables(database, facts, limits, report).check();
    Columns.check(database, report);
    List<Indexes.Index> indexes = Indexes.of(database);
    Indexes.check(indexes, report);
    UnusedIndexes unused = new UnusedIndexes(database, facts, limits, report);
    report.check(() -> unused.check(indexes, examination.recent()), counted, MysqlRules.UNUSED);
    new Settings(facts, report).check();
    memory(examination, facts, report, counted);
    report.check(
        () -> Accounts.check(database, facts.mariadb(), report),
        "GRANT SELECT ON mysql.user TO "
            + login
            + (facts.mariadb() ? "; GRANT SELECT ON mysql.global_priv TO " + login : ""),
        MysqlRules.ACCOUNT_OPEN,
        MysqlRules.SUPERUSER_ANYWHERE);
    report.check(
        () -> new Replicas(facts, limits, report).check(database),
        "GRANT %s ON *.* TO %s"
            .formatted(facts.mariadb() ? "SLAVE MONITOR" : "REPLICATION CLIENT", login),
        MysqlRules.REPLICA_STOPPED,
        MysqlRules.REPLICA_LAG);
    missing(examination, facts, report, counted);
    return report.findings();
  }

  private static void missing(Examination examination, Facts facts, Report report, String mend) {
    Database database = examination.database();
    Statements statements = new Statements(database, facts);
    List<Sample> samples = new ArrayList<>(statements.given(examination.samples()));
    if (facts.on("performance_schema")) {
      report.check(() -> samples.addAll(statements.counted()), mend, MysqlRules.MISSING);
    } else {
      report.skip(
          "The server does not count its statements; only those that are given are looked at.",
          "performance_schema = ON in the server's file, and a restart; or --statements FILE",
          MysqlRules.MISSING);
    }
    new MissingIndexes(database, facts, examination.scratch(), report).check(samples);
  }

  private void memory(Examination examination, Facts facts, Report report, String mend) {
    Memory memory = new Memory(examination.database(), facts, limits, report);
    memory.bufferPool(examination.lately());
    if (facts.on("performance_schema")) {
      report.check(memory::temporaryTables, mend, MysqlRules.TMP_ON_DISK);
    } else {
      report.skip(
          "The server does not count what its statements do.",
          "performance_schema = ON in the server's file, and a restart",
          MysqlRules.TMP_ON_DISK);
    }
  }

  /** The account that the server took for this login, as a GRANT wants it. */
  private static String login(Database database) {
    String account =
        database.query("select current_user()").first(row -> Facts.text(row, 0)).orElse("");
    int at = account.lastIndexOf('@');
    return at < 0
        ? account
        : Names.literal(account.substring(0, at)) + "@" + Names.literal(account.substring(at + 1));
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    new Carrying(database, patience, progress).carryOut(commands);
  }

  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    List<Measured> measured = new ArrayList<>();
    for (String statement : statements) {
      try {
        double[] times = new double[3];
        for (int i = 0; i < times.length; i++) {
          long start = System.nanoTime();
          database.query(Statement.of(statement).readOnly()).list(_ -> true);
          times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        measured.add(new Measured(statement, times[1], 0));
      } catch (WeirException unmeasurable) {
        // It writes, or wants values: the others speak for the change.
      }
    }
    return measured;
  }
}
