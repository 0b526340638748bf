package dev.weir.operations.advise;

import dev.weir.api.Database;
import dev.weir.api.WeirException;
import dev.weir.engine.Looking;
import dev.weir.operations.advise.Applied.Outcome;
import dev.weir.operations.advise.Journal.Entry;
import dev.weir.operations.advise.Journal.Hold;
import dev.weir.operations.advise.Journal.State;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks for advice on a database, carries it out, measures what it did, and takes it back. Works on
 * an open database as the caller of the scope; everything it changes stands in its journal.
 */
public final class Advising {
  private static final Duration YOUNG = Duration.ofDays(7);
  private static final int STATEMENTS = 20;

  private final Advisors advisors;
  private final Journal journal;
  private final Duration patience;
  private final Function<Database, Lately> memory;

  /**
   * Judges by what the database itself has counted.
   *
   * @param patience how long a command may wait for a lock before it makes way and tries again
   */
  public Advising(Advisors advisors, Journal journal, Duration patience) {
    this(advisors, journal, patience, _ -> Lately.UNKNOWN);
  }

  private Advising(
      Advisors advisors, Journal journal, Duration patience, Function<Database, Lately> memory) {
    this.advisors = advisors;
    this.journal = journal;
    this.patience = patience;
    this.memory = memory;
  }

  /** The same, judging by what counters grew lately where somebody kept that. */
  public Advising remembering(Function<Database, Lately> kept) {
    return new Advising(advisors, journal, patience, kept);
  }

  /**
   * What is worth doing, the most worth first; changes nothing. What it asks of the database is
   * {@linkplain Looking a look}.
   *
   * @param samples statements that are known besides those that the server counts
   * @param scratch whether a scratch copy may be made to try indexes on
   */
  public Findings examine(Database database, List<Sample> samples, boolean scratch) {
    Examination examination =
        new Examination(
            database, samples, scratch, recent(database.name()), memory.apply(database));
    return Looking.ADVISE.quietly(() -> advisor(database).examine(examination));
  }

  /** What can be said without trying anything on copies; empty where the engine has no advisor. */
  public Optional<Findings> glance(Database database) {
    return advisors.serve(database.definition().type())
        ? Optional.of(examine(database, List.of(), false))
        : Optional.empty();
  }

  private Advisor advisor(Database database) {
    return advisors.of(database.definition().type());
  }

  /** Indexes that were made a short while ago had no chance to be read yet. */
  private Set<String> recent(String database) {
    Set<String> recent = new HashSet<>();
    for (Entry entry : journal.of(database)) {
      boolean young = Instant.parse(entry.when()).isAfter(Instant.now().minus(YOUNG));
      if (entry.state() == State.APPLIED && entry.index() != null && young) {
        recent.add(entry.index());
      }
    }
    return recent;
  }

  /** The last word on each advice that was applied here or tried, oldest first. */
  public List<Entry> history(Database database) {
    return journal.of(database.name());
  }

  /**
   * Carries an advice out: measures real statements, runs the commands so that nobody is kept
   * waiting, measures again, and takes everything back when a statement has become slower.
   *
   * @param dryRun only measure and tell what would be done
   * @param progress hears of each step, in a sentence
   * @throws dev.weir.api.Rejected with {@code ADVICE-002} for an unknown id, {@code ADVICE-003} for
   *     what only a person may do, {@code ADVICE-008} while another is carried out
   */
  public Applied apply(
      Database database,
      String id,
      List<Sample> samples,
      boolean dryRun,
      Consumer<String> progress) {
    try (Hold _ = journal.hold(database.name())) {
      return change(database, id, samples, dryRun, progress);
    }
  }

  private Applied change(
      Database database,
      String id,
      List<Sample> samples,
      boolean dryRun,
      Consumer<String> progress) {
    Advisor advisor = advisor(database);
    recover(database, progress);
    Advice advice = find(examine(database, samples, true), database, id);
    Remedy remedy = advice.remedy();
    if (!remedy.applicable()) {
      throw AdviceError.NOT_APPLICABLE.because(
          "Database " + database.name() + ": " + advice.text() + " It is not mended by itself.");
    }
    List<String> statements = new ArrayList<>(advice.statements());
    samples.stream()
        .map(Sample::text)
        .filter(text -> !statements.contains(text))
        .limit(STATEMENTS)
        .forEach(statements::add);
    progress.accept("Measuring " + statements.size() + " statements.");
    List<Measured> before = advisor.measure(database, statements);
    if (dryRun) {
      return new Applied(
          id, Outcome.PLANNED, before, List.of(), "Nothing was done; this is what would be.");
    }
    Entry entry = entry(database, advice);
    carryOut(advisor, database, remedy, entry, progress);
    return judge(advisor, database, advice, entry, statements, before, progress);
  }

  private static Entry entry(Database database, Advice advice) {
    Remedy remedy = advice.remedy();
    return new Entry(
            "",
            "",
            database.name(),
            advice.id(),
            advice.rule().code(),
            advice.object(),
            State.BEGUN,
            remedy.commands(),
            remedy.undo(),
            remedy.index())
        .now(State.BEGUN);
  }

  private void carryOut(
      Advisor advisor, Database database, Remedy remedy, Entry entry, Consumer<String> progress) {
    journal.add(entry);
    try {
      advisor.carryOut(database, remedy.commands(), patience, progress);
    } catch (WeirException e) {
      if (cleaned(advisor, database, remedy, progress)) {
        journal.add(entry.now(State.FAILED));
      }
      throw e;
    }
    journal.add(entry.now(State.APPLIED));
  }

  /** False when the database cannot be asked; the journal then says that there is work left. */
  private static boolean cleaned(
      Advisor advisor, Database database, Remedy remedy, Consumer<String> progress) {
    try {
      advisor.clean(database, remedy, progress);
      return true;
    } catch (WeirException unreachable) {
      progress.accept(
          "What is left will be taken away by the next `weir advise apply` on this database.");
      return false;
    }
  }

  private Applied judge(
      Advisor advisor,
      Database database,
      Advice advice,
      Entry entry,
      List<String> statements,
      List<Measured> before,
      Consumer<String> progress) {
    progress.accept("Measuring again.");
    List<Measured> after = advisor.measure(database, statements);
    List<String> worse = worse(before, after);
    if (worse.isEmpty() || advice.remedy().undo().isEmpty()) {
      return new Applied(advice.id(), Outcome.APPLIED, before, after, "It is done.");
    }
    progress.accept(worse.size() + " statements became slower; taking it back.");
    try {
      advisor.carryOut(database, advice.remedy().undo(), patience, progress);
    } catch (WeirException e) {
      throw AdviceError.UNDO_FAILED.because(
          "Database "
              + database.name()
              + ": "
              + advice.text()
              + " The way back: "
              + String.join("; ", advice.remedy().undo()),
          e);
    }
    journal.add(entry.now(State.WORSE));
    return new Applied(
        advice.id(),
        Outcome.MADE_WORSE_AND_UNDONE,
        before,
        after,
        "Slower than before, so everything is as it was: " + String.join("; ", worse));
  }

  /** Statements that take a third and five milliseconds longer than before. */
  static List<String> worse(List<Measured> before, List<Measured> after) {
    Map<String, Measured> old = new HashMap<>();
    before.forEach(each -> old.put(each.statement(), each));
    List<String> worse = new ArrayList<>();
    for (Measured each : after) {
      Measured then = old.get(each.statement());
      if (then == null) {
        continue;
      }
      boolean timed = then.milliseconds() > 0 && each.milliseconds() > 0;
      boolean slower =
          timed
              ? each.milliseconds() > then.milliseconds() * 1.33 + 5
              : each.cost() > then.cost() * 1.5 + 100;
      if (slower) {
        worse.add(each.statement());
      }
    }
    return worse;
  }

  private static Advice find(Findings findings, Database database, String id) {
    return findings.advice().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            AdviceError.UNKNOWN_ADVICE.because(
                "Database " + database.name() + ": there is no advice " + id + " now."));
  }

  /**
   * Brings back what was before an advice was applied.
   *
   * @throws dev.weir.api.Rejected with {@code ADVICE-004} when there is nothing to bring back
   */
  public Applied undo(Database database, String id, boolean dryRun, Consumer<String> progress) {
    try (Hold _ = journal.hold(database.name())) {
      return takeBack(database, id, dryRun, progress);
    }
  }

  private Applied takeBack(
      Database database, String id, boolean dryRun, Consumer<String> progress) {
    recover(database, progress);
    Entry entry =
        journal.of(database.name()).stream()
            .filter(each -> each.id().equals(id))
            .filter(each -> each.state() == State.APPLIED && !each.undo().isEmpty())
            .findFirst()
            .orElseThrow(() ->
                AdviceError.NOTHING_TO_UNDO.because(
                    "Database " + database.name() + ": nothing of " + id + " can be undone."));
    if (dryRun) {
      return new Applied(
          id, Outcome.PLANNED, List.of(), List.of(), String.join("; ", entry.undo()));
    }
    advisor(database).carryOut(database, entry.undo(), patience, progress);
    journal.add(entry.now(State.UNDONE));
    return new Applied(id, Outcome.UNDONE, List.of(), List.of(), "It is as it was before.");
  }

  /** Takes away what a change left that was begun and never ended, as after a crash. */
  public void recover(Database database, Consumer<String> progress) {
    for (Entry entry : journal.of(database.name())) {
      if (entry.state() == State.BEGUN) {
        advisor(database)
            .clean(
                database,
                new Remedy(entry.commands(), entry.undo(), true, entry.index()),
                progress);
        journal.add(entry.now(State.FAILED));
      }
    }
  }
}
