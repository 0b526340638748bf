package dev.weir.spi.backup;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a method tells of a backup that it has taken.
 *
 * @param consistentAt the moment whose state it holds
 * @param sourceBytes the size of what was backed up in the database
 * @param tallies of each table at the backup's position; empty where it cannot be told
 * @param tallied why there are no tallies, in a sentence; empty when there are
 * @param facts more that is worth knowing, such as the version of the program
 */
public record Taken(
    String serverVersion,
    Position position,
    Instant consistentAt,
    long sourceBytes,
    List<Tally> tallies,
    String tallied,
    Map<String, String> facts) {
  public Taken {
    tallies = List.copyOf(tallies);
    facts = Map.copyOf(facts);
  }
}
