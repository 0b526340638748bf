package dev.weir.backup.postgresql;

import dev.weir.api.Cancellation;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tallies of a database as it is now. */
final class LiveTally {
  private LiveTally() {}

  static List<Tally> of(BackupSource source, Scope scope, Work work) {
    return Trouble.told(
        "The count of " + source.definition().describe(),
        work,
        () -> {
          Cancellation cancellation = new Cancellation();
          work.onCancel(cancellation::cancel);
          return cancellation.call(() -> tallies(source, scope, work));
        });
  }

  private static List<Tally> tallies(BackupSource source, Scope scope, Work work) throws Exception {
    if (scope instanceof Scope.Cluster) {
      return cluster(source, work);
    }
    try (PsqlSession session = session(source, source.definition().database(), work)) {
      Tallying.prepare(session);
      return scope instanceof Scope.OneTenant tenant
          ? TenantRows.mark(session, tenant, work).tallies()
          : tallies(session, scope, work);
    }
  }

  private static List<Tally> cluster(BackupSource source, Work work) throws Exception {
    List<String> names;
    try (Conversation conversation = HeldTransaction.begin(source.database())) {
      names = databases(conversation);
    }
    List<Tally> all = new ArrayList<>();
    for (String name : names) {
      try (PsqlSession session = session(source, name, work)) {
        Tallying.prepare(session);
        all.addAll(named(name, tallies(session, new Scope.Whole(), work)));
      }
    }
    return all;
  }

  static PsqlSession session(BackupSource source, String database, Work work) throws Exception {
    return PsqlSession.begin(
        Login.of(source).connect(Tools.of(0, source.options()).command("psql"), database), work);
  }

  /** Every database of the server but the templates. */
  static List<String> databases(Conversation conversation) {
    return conversation
        .rows(
            "select datname from pg_database where datallowconn and datname !~ '^template[01]$'"
                + " order by datname")
        .stream()
        .map(row -> Objects.requireNonNull(row.getFirst()))
        .toList();
  }

  /** As tables of several databases are told apart. */
  static List<Tally> named(String database, List<Tally> tallies) {
    return tallies.stream()
        .map(tally -> new Tally(database + "." + tally.table(), tally.rows(), tally.hash()))
        .toList();
  }

  static List<Tally> tallies(Conversation conversation, Scope scope, Work work) {
    List<Tally> tallies = new ArrayList<>();
    for (ScopedTables.Table table : ScopedTables.in(conversation, scope)) {
      work.check();
      tallies.add(Tallying.of(conversation, table));
    }
    if (scope instanceof Scope.Whole) {
      tallies.addAll(Tallying.largeObjects(conversation));
    }
    return tallies;
  }
}
