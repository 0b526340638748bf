package dev.weir.backup.postgresql;

import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.spi.backup.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How a dump is divided among several pg_dump, all on one snapshot: what comes before the data, the
 * data in groups of about one size, what comes after it. Each is a file that plain pg_restore
 * restores, in the order of their names.
 */
final class DumpPieces {
  static final String PRE = "1-pre-data.dump";
  static final String DATA = "2-data-";
  static final String POST = "3-post-data.dump";

  /** Smaller tables are not worth a name on the command line of a group of their own. */
  private static final long NAMED = 8L << 20;

  private static final int MOST_NAMED = 200;

  private DumpPieces() {}

  /** A file of the dump, and how pg_dump is asked for it. */
  record Piece(String file, List<String> arguments) {}

  /**
   * Divides a dump.
   *
   * @param scoped the arguments that keep pg_dump to the scope
   */
  static List<Piece> of(List<String> scoped, List<Table> tables, int jobs) {
    List<Piece> pieces = new ArrayList<>();
    pieces.addAll(data(scoped, tables, jobs));
    pieces.add(new Piece(PRE, with(scoped, "--section=pre-data")));
    pieces.add(new Piece(POST, with(scoped, "--section=post-data")));
    return pieces;
  }

  private static List<Piece> data(List<String> scoped, List<Table> tables, int jobs) {
    List<Group> groups = groups(tables, jobs);
    List<String> rest = with(scoped, "--section=data");
    List<Piece> pieces = new ArrayList<>();
    for (Group group : groups) {
      List<String> arguments = new ArrayList<>(List.of("--section=data"));
      for (Table table : group.tables) {
        arguments.add("--table=" + table.quoted());
        rest.add("--exclude-table-data=" + table.quoted());
      }
      pieces.add(new Piece(file(pieces.size() + 2), arguments));
    }
    pieces.add(new Piece(file(1), rest));
    return pieces;
  }

  private static String file(int number) {
    return DATA + "%02d.dump".formatted(number);
  }

  /** All but one of the groups, which takes what is not named: sequences and large objects too. */
  private static List<Group> groups(List<Table> tables, int jobs) {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      groups.add(new Group());
    }
    long small = tables.stream().mapToLong(Table::bytes).filter(bytes -> bytes < NAMED).sum();
    groups.getFirst().bytes = small;
    tables.stream()
        .filter(table -> table.bytes() >= NAMED)
        .sorted(Comparator.comparingLong(Table::bytes).reversed())
        .limit(MOST_NAMED)
        .forEach(table -> smallest(groups).add(table));
    groups.removeFirst();
    groups.removeIf(group -> group.tables.isEmpty());
    return groups;
  }

  private static Group smallest(List<Group> groups) {
    return groups.stream().min(Comparator.comparingLong(group -> group.bytes)).orElseThrow();
  }

  /** The arguments that keep pg_dump to a scope. */
  static List<String> scoped(Conversation conversation, Scope scope) {
    return switch (scope) {
      case Scope.Cluster(), Scope.Whole() -> List.of();
      case Scope.OneSchema(String schema) -> List.of("--schema=" + Sql.name(schema));
      case Scope.OneTable table ->
          ScopedTables.family(conversation, table).stream().map(name -> "--table=" + name).toList();
      case Scope.OneTenant _ -> List.of();
    };
  }

  private static List<String> with(List<String> arguments, String more) {
    List<String> all = new ArrayList<>(arguments);
    all.add(more);
    return all;
  }

  /** Tables that one pg_dump takes. */
  private static final class Group {
    private final List<Table> tables = new ArrayList<>();
    private long bytes;

    void add(Table table) {
      tables.add(table);
      bytes += table.bytes();
    }
  }
}
