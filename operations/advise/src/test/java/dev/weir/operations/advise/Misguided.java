package dev.weir.operations.advise;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A real advisor in everything but its advice, which is bad. */
record Misguided(Advisor real, Advice bad) implements Advisor {
  @Override
  public Set<String> types() {
    return real.types();
  }

  @Override
  public List<Rule> rules() {
    return List.of(bad.rule());
  }

  @Override
  public Findings examine(Examination examination) {
    return new Findings(List.of(bad), List.of());
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    real.carryOut(database, commands, patience, progress);
  }

  @Override
  public Optional<String> clean(Database database, Remedy remedy, Consumer<String> progress) {
    return real.clean(database, remedy, progress);
  }

  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    return real.measure(database, statements);
  }
}
