package dev.weir.examples;

import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.api.Isolation;
import dev.weir.api.Notice;
import dev.weir.api.Notifications;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.TransactionOptions;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The library in a few minutes: open, query, stream, transaction, close. */
public final class LibraryTour {
  private LibraryTour() {}

  /**
   * Runs against a database of the reader's own.
   *
   * @param arguments the URL of a PostgreSQL database
   */
  public static void main(String[] arguments) {
    tour(arguments[0]);
  }

  static void tour(String url) {
    // tag::tour[]
    try (Weir weir = Weir.open()) {
      Database clinics = weir.database(url);
      clinics.update("create table if not exists visits (id bigint, patient text)");
      clinics.transaction(tx -> {
        tx.update("delete from visits");
        return tx.update("insert into visits values (?, ?), (?, ?)", 1, "Ada", 2, "Grace");
      });
      try (Rows rows = clinics.query("select id, patient from visits order by id")) {
        while (rows.next()) System.out.println(rows.longAt(0) + " " + rows.text(1));
      }
    }
    // end::tour[]
  }

  static List<String> ofAFile(Path file) {
    // tag::file[]
    try (Weir weir = Weir.open(file)) {
      Database clinics = weir.database("clinics");
      return clinics.query("select patient from visits").list(row -> row.text("patient"));
    }
    // end::file[]
  }

  static List<String> named(Database clinics) {
    // tag::statement[]
    Statement recent =
        Statement.of("select patient from visits where id >= :from order by id")
            .bind("from", 2)
            .timeout(Duration.ofSeconds(2))
            .maxRows(100)
            .readOnly();
    return clinics.query(recent).list(row -> row.text("patient"));
    // end::statement[]
  }

  static long transfer(Database clinics) {
    // tag::transaction[]
    TransactionOptions serializable =
        TransactionOptions.DEFAULT.isolation(Isolation.SERIALIZABLE).attempts(5);
    return clinics.transaction(
        serializable,
        tx -> {
          long next =
              tx.query("select count(*) + 1 from visits").first(row -> row.longAt(0)).orElseThrow();
          tx.update("insert into visits values (?, ?)", next, "Edsger");
          return next;
        });
    // end::transaction[]
  }

  static String errors(Database clinics) {
    // tag::errors[]
    try {
      clinics.update("insert into visitz values (?)", 1);
      return "done";
    } catch (Unavailable later) {
      return "try again after " + later.retryAfter();
    } catch (WeirException refused) {
      return refused.code().id() + ": " + refused.code().nextStep();
    }
    // end::errors[]
  }

  static String notified(Database clinics) {
    // tag::listen[]
    try (Notifications arrivals = clinics.listen("arrivals")) {
      clinics.execute(Statement.of("select pg_notify('arrivals', ?)", "Ada"));
      Notice notice = arrivals.next(Duration.ofSeconds(10)).orElseThrow();
      return switch (notice) {
        case Notice.Notification told -> told.payload() + " has arrived";
        case Notice.Gap gap ->
            "read the list again: something since " + gap.since() + " was missed";
      };
    }
    // end::listen[]
  }

  static long copied(Database clinics, Path folder) throws IOException {
    // tag::copy[]
    try (InputStream rows = Files.newInputStream(folder.resolve("visits.csv"));
        OutputStream backup = Files.newOutputStream(folder.resolve("all.csv"))) {
      clinics.copyIn("copy visits from stdin csv header", rows);
      return clinics.copyOut("copy visits to stdout csv header", backup);
    }
    // end::copy[]
  }
}
