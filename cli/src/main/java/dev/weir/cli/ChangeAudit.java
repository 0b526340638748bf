package dev.weir.cli;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Principal;
import dev.weir.api.WeirException;
import dev.weir.audit.AuditFile;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes changes of the catalog and of secrets, and looks at databases, to the audit of the command
 * line, beside the statements: who, what, which, when, and how it ended. Tells names and never
 * values.
 */
final class ChangeAudit {
  private final AuditFile file;

  ChangeAudit(Cli cli) {
    this.file = new AuditFile(cli.workspace().auditFile());
  }

  /** Runs a change and writes it down, also when it fails. */
  void of(String what, String which, Runnable change) {
    of(
        what,
        which,
        () -> {
          change.run();
          return true;
        });
  }

  <T> T of(String what, String which, Supplier<T> change) {
    return during("change", what, which, change);
  }

  /** Looks at a database, and writes that down in place of each query that it took. */
  <T> T looking(String what, String database, Supplier<T> look) {
    return during("look", what, database, look);
  }

  private <T> T during(String kind, String what, String which, Supplier<T> work) {
    long start = System.nanoTime();
    T done;
    try {
      done = work.get();
    } catch (WeirException e) {
      write(kind, what, which, e.code().id(), start);
      throw e;
    } catch (RuntimeException e) {
      write(kind, what, which, CoreError.BUG.id(), start);
      throw e;
    }
    write(kind, what, which, "done", start);
    return done;
  }

  /** Writes down that somebody has looked at a database. */
  void looked(String what, String database, String result, long start) {
    write("look", what, database, result, start);
  }

  private void write(String kind, String what, String which, String result, long start) {
    Principal principal = Caller.current().principal();
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("when", Instant.now().toString());
    entry.put("who", principal.name());
    entry.put("role", principal.role().name().toLowerCase(Locale.ROOT));
    entry.put("from", principal.origin());
    entry.put("where", which);
    entry.put("what", what);
    entry.put("kind", kind);
    entry.put("result", result);
    entry.put("millis", (System.nanoTime() - start) / 1_000_000);
    file.append(entry);
  }
}
