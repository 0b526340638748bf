package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Indexes that are unused, there twice, covered by others, or not valid. */
final class IndexChecks {
  private static final long SMALL = 256 << 10;
  private static final long READS = 100;

  /** Transactions since it was made; one that is newer had no chance to be read. */
  private static final long YOUNG = 20;

  /** What a write to an index costs the server, in seconds. */
  static final double SECONDS_OF_WRITE = 20e-6;

  private final Look look;
  private final Report report;
  private final List<Index> indexes;
  private final List<ForeignKeys.Key> foreignKeys;
  private final Set<String> used;
  private final Set<Long> dropped = new HashSet<>();

  /**
   * @param used names of indexes that are in use or too new, whatever the statistics say
   */
  IndexChecks(
      Look look,
      Report report,
      List<Index> indexes,
      List<ForeignKeys.Key> foreignKeys,
      Set<String> used) {
    this.look = look;
    this.report = report;
    this.indexes = indexes;
    this.foreignKeys = foreignKeys;
    this.used = used;
  }

  void all() {
    invalid();
    duplicate();
    redundant();
    unused();
  }

  private void invalid() {
    for (Index each : indexes) {
      if (each.valid() || each.partitioned() || each.child()) {
        continue;
      }
      boolean leftover = each.plainName().matches(".*_cc(new|old)\\d*");
      dropped.add(each.oid());
      report.add(
          new Advice(
              PostgresqlRules.INDEX_INVALID,
              each.name(),
              Gain.bytes(each.bytes()).and(writing(each)).and(Gain.risk(20)),
              Evidence.of("table", each.tableName()).bytes("size", each.bytes()).facts(),
              "Index " + each.name() + " is not valid: it costs writes and is never read.",
              Remedy.of(
                  List.of(leftover ? each.drop() : "REINDEX INDEX CONCURRENTLY " + each.name()),
                  List.of())));
    }
  }

  private void duplicate() {
    for (Index each : indexes) {
      for (Index other : indexes) {
        if (droppable(each) && each.oid() != other.oid() && other.valid() && keeps(other, each)) {
          dropped.add(each.oid());
          report.add(
              drop(
                  each,
                  PostgresqlRules.INDEX_DUPLICATE,
                  Evidence.of("same as", other.name())
                      .and("scans of this one", each.scans())
                      .and("scans of the other", other.scans()),
                  "Index " + each.name() + " is the same as " + other.name() + "."));
          break;
        }
      }
    }
  }

  /**
   * Of two that are alike, the one that more depends on stays, then the more read, then the older.
   */
  private boolean keeps(Index other, Index each) {
    if (dropped.contains(other.oid())
        || other.child() != each.child()
        || !each.sameAs(other)
        || (each.unique() && !other.unique())) {
      return false;
    }
    if (other.needed() || other.unique() != each.unique()) {
      return true;
    }
    return other.scans() > each.scans()
        || (other.scans() == each.scans() && other.oid() < each.oid());
  }

  private void redundant() {
    for (Index each : indexes) {
      for (Index other : indexes) {
        if (droppable(each)
            && !each.unique()
            && other.valid()
            && !dropped.contains(other.oid())
            && each.prefixOf(other)
            && other.bytes() <= 4 * Math.max(each.bytes(), SMALL)) {
          dropped.add(each.oid());
          report.add(
              drop(
                  each,
                  PostgresqlRules.INDEX_REDUNDANT,
                  Evidence.of("covered by", other.name())
                      .bytes("size of the other", other.bytes())
                      .and("scans of this one", each.scans()),
                  "Index " + each.name() + " is the beginning of " + other.name() + "."));
          break;
        }
      }
    }
  }

  private void unused() {
    for (Index each : indexes) {
      if (droppable(each)
          && !each.unique()
          && each.scans() == 0
          && each.reads() >= READS
          && each.bytes() >= SMALL
          && each.age() >= YOUNG
          && !used.contains(each.name())
          && !used.contains(each.plainName())
          && !servesForeignKey(each)) {
        dropped.add(each.oid());
        report.add(
            drop(
                each,
                PostgresqlRules.INDEX_UNUSED,
                Evidence.of("scans", 0L)
                    .and("reads of its table", each.reads())
                    .and("since", Evidence.duration(look.server().seconds()) + " ago"),
                "Index "
                    + each.name()
                    + " was never read, while its table was read "
                    + each.reads()
                    + " times."));
      }
    }
  }

  private boolean droppable(Index each) {
    return each.valid() && !each.needed() && !each.child() && !dropped.contains(each.oid());
  }

  private boolean servesForeignKey(Index each) {
    return foreignKeys.stream()
        .anyMatch(key ->
            key.table() == each.table()
                && each.begins(key.columns())
                && indexes.stream()
                    .noneMatch(other ->
                        other.oid() != each.oid()
                            && other.table() == each.table()
                            && !dropped.contains(other.oid())
                            && other.begins(key.columns())));
  }

  private Gain writing(Index index) {
    return Gain.seconds(index.writes() / look.server().days() * SECONDS_OF_WRITE);
  }

  private Advice drop(
      Index index, dev.weir.spi.advise.Rule rule, Evidence evidence, String sentence) {
    return new Advice(
        rule,
        index.name(),
        Gain.bytes(index.bytes()).and(writing(index)),
        evidence
            .and("table", index.tableName())
            .bytes("size", index.bytes())
            .and("writes to keep it up a day", index.writes() / look.server().days())
            .facts(),
        sentence,
        Remedy.of(List.of(index.drop()), List.of(index.create())));
  }
}
