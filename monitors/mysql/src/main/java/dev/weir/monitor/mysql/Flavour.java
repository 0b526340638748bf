package dev.weir.monitor.mysql;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;

/** Which of the two products a server is, and what it records. */
record Flavour(boolean mariadb, boolean recording) {
  static Flavour of(Look look) {
    return look.rows(
            "select lower(version()) like '%mariadb%', @@performance_schema",
            row -> new Flavour(row.longAt(0) == 1, row.longAt(1) == 1))
        .getFirst();
  }

  /** The schema with status and variables of the server. */
  String schema() {
    return mariadb ? "information_schema" : "performance_schema";
  }

  static NotChecked notRecording(String what) {
    return new NotChecked(
        what,
        "The server does not record it: performance_schema is off.",
        "Set performance_schema = ON in the server's configuration, and restart it");
  }
}
