package dev.weir.server.query;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The answers to requests with an {@code Idempotency-Key}, kept for 24 hours. */
@Component
class IdempotencyKeys {
  private static final long SWEEP = Duration.ofHours(1).toNanos();

  private final JdbcClient store;
  private final AtomicLong swept = new AtomicLong(System.nanoTime() - SWEEP);

  IdempotencyKeys(JdbcClient store) {
    this.store = store;
  }

  /**
   * An answer, or a request under way.
   *
   * @param status null while it is under way
   */
  record Kept(
      byte[] fingerprint,
      @Nullable Integer status,
      @Nullable String contentType,
      @Nullable String location,
      @Nullable String etag,
      byte @Nullable [] body) {}

  /** Takes a key for a request; what is kept already where it was taken before. */
  Optional<Kept> take(String principal, String key, byte[] fingerprint) {
    sweep();
    int taken =
        store
            .sql(
                "insert into idempotency_key (principal, key, fingerprint) values (?, ?, ?)"
                    + " on conflict do nothing")
            .params(principal, key, fingerprint)
            .update();
    return taken == 1 ? Optional.empty() : find(principal, key);
  }

  private Optional<Kept> find(String principal, String key) {
    return store
        .sql(
            "select fingerprint, status, content_type, location, etag, body from idempotency_key"
                + " where principal = ? and key = ?")
        .params(principal, key)
        .query((row, _) ->
            new Kept(
                row.getBytes(1),
                row.getObject(2, Integer.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getBytes(6)))
        .optional();
  }

  void keep(String principal, String key, Kept answer) {
    store
        .sql(
            "update idempotency_key set status = ?, content_type = ?, location = ?, etag = ?, body = ?"
                + " where principal = ? and key = ?")
        .param(answer.status())
        .param(answer.contentType())
        .param(answer.location())
        .param(answer.etag())
        .param(answer.body())
        .param(principal)
        .param(key)
        .update();
  }

  /** Lets go of a key whose request is known to have changed nothing, so that it may come again. */
  void release(String principal, String key) {
    store
        .sql("delete from idempotency_key where principal = ? and key = ?")
        .params(principal, key)
        .update();
  }

  private void sweep() {
    long last = swept.get();
    long now = System.nanoTime();
    if (now - last >= SWEEP && swept.compareAndSet(last, now)) {
      store.sql("delete from idempotency_key where at < now() - interval '24 hours'").update();
    }
  }
}
