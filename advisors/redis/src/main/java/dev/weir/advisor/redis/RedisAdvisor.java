package dev.weir.advisor.redis;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The advisor for Redis from 6 on. */
public final class RedisAdvisor implements Advisor {
  /** What the account that Weir signs in with may have to be given. */
  static final String GRANTS = "+info +config|get +acl|list +memory|usage +scan +type";

  private static final String MEND = "ACL SETUSER the account that Weir signs in with " + GRANTS;

  private final Limits limits;

  /** With limits that suit production. */
  public RedisAdvisor() {
    this(Limits.DEFAULT);
  }

  RedisAdvisor(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Set<String> types() {
    return Set.of("REDIS");
  }

  @Override
  public List<Rule> rules() {
    return RedisRules.ALL;
  }

  @Override
  public Findings examine(Examination examination) {
    Report report = new Report();
    report.check(
        () -> all(new Look(examination.database()), report),
        MEND,
        RedisRules.ALL.toArray(Rule[]::new));
    return report.findings();
  }

  private void all(Look look, Report report) {
    Doors doors = new Doors(look, report);
    report.check(doors::check, MEND, RedisRules.OPEN, RedisRules.PASSWORD);
    report.check(doors::clients, MEND, RedisRules.CLIENTS);
    Disk disk = new Disk(look, report);
    report.check(disk::check, MEND, RedisRules.PERSISTENCE, RedisRules.SAVE_FAILED);
    Memory memory = new Memory(look, report, limits);
    report.check(memory::limit, MEND, RedisRules.UNLIMITED, RedisRules.NEAR_LIMIT);
    report.check(memory::gaps, MEND, RedisRules.FRAGMENTED);
    report.check(() -> Commands.check(look, report), MEND, RedisRules.SLOW);
    report.check(() -> Replicas.check(look, report, limits), MEND, RedisRules.REPLICA);
    report.check(() -> BigKeys.check(look, report, limits), MEND, RedisRules.KEY_BIG);
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    for (String command : commands) {
      if (!command.startsWith("--")) {
        progress.accept(command);
        if (database.execute(Statement.of(command)) instanceof Rows rows) {
          rows.close();
        }
      }
    }
  }

  /** Commands of Redis do what they say; there is nothing to plan, and so nothing to compare. */
  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    return List.of();
  }
}
