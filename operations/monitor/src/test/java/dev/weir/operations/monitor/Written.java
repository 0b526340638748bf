package dev.weir.operations.monitor;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was kept, in its order. */
final class Written implements History {
  final List<Kept> samples = new CopyOnWriteArrayList<>();
  final List<SlowStatement> slow = new CopyOnWriteArrayList<>();
  final List<String> texts = new CopyOnWriteArrayList<>();
  final List<Plan> plans = new CopyOnWriteArrayList<>();
  final List<String> changes = new CopyOnWriteArrayList<>();
  private final Map<String, EarlierPlan> last = new HashMap<>();
  volatile List<NotChecked> gaps = List.of();

  record Kept(String database, Sample sample) {}

  @Override
  public void keep(String database, Instant at, List<Sample> all) {
    samples.addAll(all.stream().map(each -> new Kept(database, each)).toList());
  }

  @Override
  public void gaps(String database, Instant at, List<NotChecked> all) {
    gaps = all;
  }

  @Override
  public void statements(String database, Instant at, List<StatementFigures> statements) {
    statements.forEach(each -> texts.add(each.text()));
  }

  @Override
  public synchronized Optional<EarlierPlan> plan(
      String database, Instant at, SlowStatement statement, Plan plan) {
    EarlierPlan now =
        new EarlierPlan(PlanText.hash(plan), PlanText.words(plan), statement.seconds());
    EarlierPlan before = last.put(statement.fingerprint(), now);
    slow.add(statement);
    plans.add(plan);
    if (before == null || before.hash().equals(now.hash())) {
      return Optional.empty();
    }
    changes.add(SlowStatements.changed(statement, plan, before));
    return Optional.of(before);
  }

  /** All values of a metric about something, of whatever database. */
  List<Double> values(String metric, String about) {
    return samples.stream()
        .map(Kept::sample)
        .filter(each -> each.metric().equals(metric) && each.about().equals(about))
        .map(Sample::value)
        .toList();
  }

  /** All values of a metric, whatever they are about, of one database. */
  List<Double> all(String database, String metric) {
    return samples.stream()
        .filter(each -> each.database().equals(database) && each.sample().metric().equals(metric))
        .map(each -> each.sample().value())
        .toList();
  }

  boolean mends(String command) {
    return gaps.stream().anyMatch(gap -> gap.mend().equals(command));
  }
}
