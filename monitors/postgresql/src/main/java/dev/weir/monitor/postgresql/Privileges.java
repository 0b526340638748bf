package dev.weir.monitor.postgresql;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import java.util.List;

/** Whether the role of a look sees what others do. */
final class Privileges {
  static final String MONITOR = "GRANT pg_monitor TO the role that Weir signs in with";

  private Privileges() {}

  /** What is hidden from this role; empty when it sees everything. */
  static List<NotChecked> gaps(Look look, String what, String hidden) {
    return look.rows(
            "select pg_has_role(current_user, 'pg_read_all_stats', 'usage'),"
                + " quote_ident(current_user)",
            row ->
                row.booleanAt(0) ? List.<NotChecked>of() : List.of(gap(what, hidden, row.text(1))))
        .getFirst();
  }

  private static NotChecked gap(
      String what, String hidden, @org.jspecify.annotations.Nullable String role) {
    return new NotChecked(
        what, "The role " + role + " does not see " + hidden + ".", "GRANT pg_monitor TO " + role);
  }
}
