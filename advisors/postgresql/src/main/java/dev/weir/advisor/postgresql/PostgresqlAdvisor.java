package dev.weir.advisor.postgresql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The advisor for PostgreSQL 14 and newer. */
public final class PostgresqlAdvisor implements Advisor {
  private final Limits limits;

  /** With limits that suit production. */
  public PostgresqlAdvisor() {
    this(Limits.DEFAULT);
  }

  PostgresqlAdvisor(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Set<String> types() {
    return Set.of("POSTGRESQL");
  }

  @Override
  public List<Rule> rules() {
    return PostgresqlRules.ALL;
  }

  @Override
  public Findings examine(Examination examination) {
    Look look = new Look(examination.database());
    Report report = new Report();
    String grant = "GRANT pg_monitor TO " + Names.quote(look.server().login());
    Set<String> used = new HashSet<>(examination.recent());
    report.check(
        () ->
            used.addAll(
                new MissingIndexes(look, report)
                    .check(examination.samples(), examination.scratch())),
        grant,
        PostgresqlRules.INDEX_MISSING);
    report.check(
        () -> indexes(look, report, used),
        grant,
        PostgresqlRules.INDEX_DUPLICATE,
        PostgresqlRules.INDEX_UNUSED,
        PostgresqlRules.INDEX_REDUNDANT,
        PostgresqlRules.INDEX_INVALID,
        PostgresqlRules.FOREIGN_KEY);
    report.check(() -> PrimaryKeys.check(look, report), grant, PostgresqlRules.KEY_MISSING);
    report.check(() -> Sequences.check(look, report), grant, PostgresqlRules.SEQUENCE);
    report.check(() -> ColumnTypes.check(look, report), grant, PostgresqlRules.TYPE_WASTEFUL);
    report.check(
        () -> Tables.check(look, report, limits.hugeRows()),
        grant,
        PostgresqlRules.TABLE_BLOATED,
        PostgresqlRules.AUTOVACUUM_OFF,
        PostgresqlRules.AUTOVACUUM_BEHIND,
        PostgresqlRules.STATISTICS_MISSING);
    server(look, report, grant, examination.lately());
    return report.findings();
  }

  private static void indexes(Look look, Report report, Set<String> used) {
    List<Index> indexes = Index.all(look);
    List<ForeignKeys.Key> keys = ForeignKeys.all(look);
    new IndexChecks(look, report, indexes, keys, used).all();
    ForeignKeys.check(look, report, keys, indexes);
    Tables.bloatedIndexes(look, report, indexes);
  }

  private void server(Look look, Report report, String grant, Lately lately) {
    Memory memory = new Memory(look, report, lately);
    report.check(
        memory::check,
        grant,
        PostgresqlRules.CACHE_HIT,
        PostgresqlRules.TEMP_FILES,
        PostgresqlRules.CHECKPOINTS);
    Activity activity = new Activity(look, report, limits);
    report.check(activity::check, grant, PostgresqlRules.CONNECTIONS);
    Replication replication = new Replication(look, report, limits);
    report.check(replication::replicas, grant, PostgresqlRules.REPLICA_LAG);
    report.check(replication::slots, grant, PostgresqlRules.SLOT_INACTIVE);
    report.check(replication::wraparound, grant, PostgresqlRules.WRAPAROUND);
    Safety safety = new Safety(look, report);
    report.check(safety::data, grant, PostgresqlRules.UNSAFE);
    report.check(safety::doors, grant, PostgresqlRules.TLS_OFF, PostgresqlRules.PUBLIC_CREATE);
    String login = Names.quote(look.server().login());
    report.check(
        safety::access,
        "GRANT SELECT ON pg_hba_file_rules TO "
            + login
            + "; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO "
            + login,
        PostgresqlRules.TRUST);
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    new Carrying(database, patience, progress).run(commands);
  }

  @Override
  public Optional<String> clean(Database database, Remedy remedy, Consumer<String> progress) {
    return remedy.index() == null
        ? Optional.empty()
        : new Carrying(database, Duration.ofSeconds(10), progress).clean(remedy.index());
  }

  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    return Measuring.of(database, statements);
  }
}
