package dev.weir.engine;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.engine.stage.LatencyEstimate;
import dev.weir.spi.Invocation;
import dev.weir.spi.Understanding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A text that was understood, with what its runs have taught; kept by text. */
public final class Understood {
  private final Understanding understanding;
  private final Invocation.Profile profile = new Invocation.Profile();
  private final LatencyEstimate latency = new LatencyEstimate();

  public Understood(Understanding understanding) {
    this.understanding = understanding;
  }

  public Understanding understanding() {
    return understanding;
  }

  public Invocation.Profile profile() {
    return profile;
  }

  public LatencyEstimate latency() {
    return latency;
  }

  /** The statement's values in the order of the text's markers. */
  List<@Nullable Object> values(Statement statement, OpenDatabase database) {
    if (!understanding.named()) {
      if (!statement.named().isEmpty()) {
        throw names(
            "the statement has no parameters named " + statement.named().keySet(), database);
      }
      if (statement.positional().size() != understanding.parameters().size()) {
        throw Rejected.because(
            CoreError.PARAMETER_COUNT,
            "The statement for database "
                + database.name()
                + " has "
                + understanding.parameters().size()
                + " parameters; "
                + statement.positional().size()
                + " values were given.");
      }
      return statement.positional();
    }
    return named(statement, database);
  }

  private List<@Nullable Object> named(Statement statement, OpenDatabase database) {
    Map<String, @Nullable Object> given = statement.named();
    List<@Nullable Object> values = new ArrayList<>(understanding.parameters().size());
    for (String name : understanding.parameters()) {
      if (!given.containsKey(Objects.requireNonNull(name))) {
        throw names("no value was given for :" + name, database);
      }
      values.add(given.get(name));
    }
    TreeSet<String> unused = new TreeSet<>(given.keySet());
    understanding.parameters().forEach(unused::remove);
    if (!unused.isEmpty()) {
      throw names("the statement has no parameters named " + unused, database);
    }
    return values;
  }

  private static Rejected names(String what, OpenDatabase database) {
    return Rejected.because(
        CoreError.PARAMETER_NAME, "Database " + database.name() + ": " + what + ".");
  }
}
