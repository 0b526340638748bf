package dev.weir.cli;

import dev.weir.operations.monitor.LockTree;
import dev.weir.operations.monitor.LockTree.Waiter;
import dev.weir.spi.monitor.SessionFigures;
import java.util.ArrayList;
import java.util.List;

/** Who waits for whom, as a tree for people. */
final class LocksText {
  private static final int WIDTH = 110;

  private final List<String> lines = new ArrayList<>();

  private LocksText() {}

  /**
   * The lines.
   *
   * @param typed how the person names the database on the command line
   */
  static List<String> lines(String database, String typed, LockTree tree) {
    LocksText text = new LocksText();
    if (tree.roots().isEmpty()) {
      return List.of(database + ": nobody waits for a lock.");
    }
    text.lines.add(
        database
            + ": "
            + sessions(tree.waiting())
            + (tree.waiting() == 1 ? " waits" : " wait")
            + ", held up by "
            + (tree.roots().size() == 1 ? "one." : tree.roots().size() + "."));
    for (Waiter root : tree.roots()) {
      text.lines.add("");
      text.root(root);
    }
    text.advice(tree.roots().getFirst().session(), Workspace.isUrl(typed) ? "DB" : typed);
    return text.lines;
  }

  private static String sessions(int count) {
    return count + (count == 1 ? " session" : " sessions");
  }

  private void root(Waiter root) {
    SessionFigures session = root.session();
    lines.add("● " + SessionWords.who(session));
    lines.add(
        "│  "
            + SessionWords.doing(session)
            + (session.inTransaction() == null
                ? ""
                : ", transaction open for " + Ages.text(session.inTransaction())));
    statement(session, "│  ");
    lines.add("│  holds up " + sessions(root.behind()));
    below(root, "");
  }

  private void below(Waiter waiter, String indent) {
    for (int i = 0; i < waiter.waiting().size(); i++) {
      boolean last = i == waiter.waiting().size() - 1;
      Waiter next = waiter.waiting().get(i);
      String under = indent + (last ? "   " : "│  ");
      String bar = under + (next.waiting().isEmpty() ? "   " : "│  ");
      lines.add(indent + (last ? "└─ " : "├─ ") + SessionWords.who(next.session()));
      lines.add(bar + SessionWords.doing(next.session()));
      statement(next.session(), bar);
      below(next, under);
    }
  }

  private void statement(SessionFigures session, String indent) {
    String statement = SessionWords.statement(session, WIDTH - indent.length());
    if (!statement.isEmpty()) {
      lines.add(indent + statement);
    }
  }

  /** A statement that has ended cannot be cancelled any more. */
  private void advice(SessionFigures root, String name) {
    String id = root.id();
    lines.add("");
    if (root.state().equals("prepared")) {
      lines.add("End the prepared transaction with COMMIT PREPARED or ROLLBACK PREPARED.");
    } else if (root.state().equals("active")) {
      lines.add("-> weir locks " + name + " --cancel " + id + "      ends its statement");
      lines.add("-> weir locks " + name + " --terminate " + id + "   ends its session");
    } else {
      lines.add(
          "-> weir locks "
              + name
              + " --terminate "
              + id
              + "   ends its session and rolls its transaction back");
    }
  }
}
