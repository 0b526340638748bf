package dev.weir.operations.advise;

import dev.weir.spi.advise.Advisor;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** The advisors that are installed. */
public final class Advisors {
  private final List<Advisor> all;

  public Advisors(Collection<? extends Advisor> advisors) {
    this.all = List.copyOf(advisors);
  }

  /** Those that {@link ServiceLoader} finds. */
  public static Advisors installed() {
    return new Advisors(
        ServiceLoader.load(Advisor.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  public List<Advisor> all() {
    return all;
  }

  /** Whether there is one for a type of definition. */
  public boolean serve(String type) {
    return all.stream().anyMatch(each -> each.types().contains(type.toUpperCase(Locale.ROOT)));
  }

  /**
   * The one for a type of definition.
   *
   * @throws dev.weir.api.Rejected with {@code ADVICE-001} when there is none
   */
  public Advisor of(String type) {
    return all.stream()
        .filter(each -> each.types().contains(type.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> {
          TreeSet<String> types = new TreeSet<>();
          all.forEach(each -> types.addAll(each.types()));
          return AdviceError.NO_ADVISOR.because(
              "There is no advisor for " + type + "; there are those for " + types + ".");
        });
  }
}
