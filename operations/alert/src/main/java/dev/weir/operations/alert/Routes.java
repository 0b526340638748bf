package dev.weir.operations.alert;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who hears of an alert. The most special route wins: that of its rule, of its database, of its
 * severity, and else everybody named.
 *
 * @param everybody channels of alerts that have no route of their own
 * @param special channels, separated by commas, by a rule, {@code database/NAME} or a severity
 */
public record Routes(List<String> everybody, Map<String, String> special) {
  public Set<String> of(Alert alert) {
    return of(alert.key().rule(), alert.key().database(), alert.severity());
  }

  /** Who would hear of an alert of this rule about this database. */
  public Set<String> of(String rule, String database, Severity severity) {
    for (String route :
        List.of(rule, "database/" + database, severity.name().toLowerCase(Locale.ROOT))) {
      String channels = special.get(route);
      if (channels != null) {
        return split(channels);
      }
    }
    return new LinkedHashSet<>(everybody);
  }

  private static Set<String> split(String channels) {
    Set<String> names = new LinkedHashSet<>();
    Arrays.stream(channels.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }
}
