package dev.weir.server.audit;

import dev.weir.Weir;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Principal;
import dev.weir.api.WeirException;
import dev.weir.engine.Looking;
import dev.weir.engine.Request;
import dev.weir.engine.RequestListener;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Records every statement and every call of the API; returns when the line is in the store. */
@Component
public final class Audit implements RequestListener {
  private static final int LONGEST = 10_000;

  private final Journal journal;

  Audit(Journal journal, Weir weir) {
    this.journal = journal;
    weir.engine().listen(this);
  }

  @Override
  public void finished(Request request, Duration took, long rows, @Nullable WeirException error) {
    if (Looking.is(request)) {
      return;
    }
    Caller caller = request.caller();
    Principal who = caller.principal();
    journal.write(
        new Entry(
            OffsetDateTime.now(),
            who.name(),
            who.role().name(),
            who.origin(),
            request.action().name().toLowerCase(Locale.ROOT),
            request.database().name(),
            request.tenant(),
            request.fingerprint(),
            shortened(request.normalized()),
            rows < 0 ? null : rows,
            took.toNanos() / 1_000,
            error == null ? "ok" : error.code().id(),
            caller.correlation()));
  }

  /** Does something, and records how it ended: {@code ok}, or the code of what went wrong. */
  public <T> T during(String action, String target, Supplier<T> work) {
    String result = CoreError.BUG.id();
    try {
      T done = work.get();
      result = "ok";
      return done;
    } catch (WeirException failed) {
      result = failed.code().id();
      throw failed;
    } finally {
      record(Caller.current().principal(), action, target, result);
    }
  }

  /** Records what is not a statement. */
  public void record(Principal who, String action, String target, String result) {
    Caller caller = Caller.current();
    journal.write(
        new Entry(
            OffsetDateTime.now(),
            who.name(),
            who.role().name(),
            who.origin(),
            action,
            target,
            caller.tenant(),
            null,
            null,
            null,
            null,
            result,
            caller.correlation()));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
