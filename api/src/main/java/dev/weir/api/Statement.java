package dev.weir.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Text, parameters and options of one request; immutable, so each method answers a new one.
 * Parameters are either positional ({@code ?}, in order) or named ({@code :name}), never both. The
 * text is in the engine's own language: SQL for relational engines, a command such as {@code GET
 * key} for Redis. Values are bound, never spliced.
 *
 * <pre>{@code
 * Statement.of("select * from patients where clinic_id = :clinic").bind("clinic", 7).timeout(Duration.ofSeconds(2))
 * }</pre>
 */
public final class Statement {
  private final String text;
  private final List<@Nullable Object> positional;
  private final Map<String, @Nullable Object> named;
  private final Options options;

  private Statement(
      String text,
      List<@Nullable Object> positional,
      Map<String, @Nullable Object> named,
      Options options) {
    this.text = text;
    this.positional = positional;
    this.named = named;
    this.options = options;
  }

  /** A statement with positional values, if any. */
  public static Statement of(String text, @Nullable Object... values) {
    Objects.requireNonNull(text, "text");
    List<@Nullable Object> list = new ArrayList<@Nullable Object>(values.length);
    Collections.addAll(list, values);
    return new Statement(text, Collections.unmodifiableList(list), Map.of(), Options.DEFAULT);
  }

  /** With this named value too. */
  public Statement bind(String name, @Nullable Object value) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(named);
    more.put(name, value);
    return new Statement(text, positional, Collections.unmodifiableMap(more), options);
  }

  /** With these named values too. */
  public Statement bindAll(Map<String, ?> values) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(named);
    more.putAll(values);
    return new Statement(text, positional, Collections.unmodifiableMap(more), options);
  }

  /**
   * The whole request must be answered within this time; the server is told to stop when it has
   * passed.
   */
  public Statement timeout(Duration timeout) {
    return with(options.withTimeout(timeout));
  }

  /** Tells at most this many rows; 0 means no limit. */
  public Statement maxRows(long maxRows) {
    return with(options.withMaxRows(maxRows));
  }

  /** Rows to hold in memory at a time; 0 lets the session choose. */
  public Statement fetchSize(int fetchSize) {
    return with(options.withFetchSize(fetchSize));
  }

  /** Refused unless it only reads; the server enforces it too where it can. */
  public Statement readOnly() {
    return with(options.withReadOnly(true));
  }

  /**
   * Declares that running it twice does no harm, so that it may be tried again after any lost
   * connection.
   */
  public Statement idempotent() {
    return with(options.withIdempotent(true));
  }

  /** On whose behalf it runs; overrides the tenant of {@link Caller}. */
  public Statement tenant(String tenant) {
    return with(options.withTenant(tenant));
  }

  /** Which service asks; chooses the share of connections it may use. */
  public Statement service(String service) {
    return with(options.withService(service));
  }

  /** Asks for the keys that the database makes for inserted rows. */
  public Statement generatedKeys() {
    return with(options.withGeneratedKeys(true));
  }

  /** With these options in place of the ones before. */
  public Statement options(Options changed) {
    return with(changed);
  }

  private Statement with(Options changed) {
    return new Statement(text, positional, named, changed);
  }

  public String text() {
    return text;
  }

  /** Positional values in order; empty when there are none. */
  public List<@Nullable Object> positional() {
    return positional;
  }

  /** Named values; empty when there are none. */
  public Map<String, @Nullable Object> named() {
    return named;
  }

  public Options options() {
    return options;
  }

  /** Safe to log: tells neither text nor values. */
  @Override
  public String toString() {
    return "Statement["
        + text.length()
        + " characters, "
        + (positional.size() + named.size())
        + " parameters]";
  }

  /**
   * The options of a statement.
   *
   * @param timeout null for the database's own
   * @param maxRows 0 for no limit
   * @param fetchSize 0 for the session's choice
   * @param tenant null for the caller's
   * @param service null for the caller's
   */
  public record Options(
      @Nullable Duration timeout,
      long maxRows,
      int fetchSize,
      boolean readOnly,
      boolean idempotent,
      @Nullable String tenant,
      @Nullable String service,
      boolean generatedKeys) {
    public static final Options DEFAULT = new Options(null, 0, 0, false, false, null, null, false);

    public Options {
      if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            "The timeout of a statement must be longer than zero; it is " + timeout + ".");
      }
      if (maxRows < 0) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            "maxRows must be 0 (no limit) or more; it is " + maxRows + ".");
      }
      if (fetchSize < 0) {
        throw Rejected.because(
            CoreError.INVALID_OPTION,
            "fetchSize must be 0 (automatic) or more; it is " + fetchSize + ".");
      }
    }

    Options withTimeout(Duration timeout) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withMaxRows(long maxRows) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withFetchSize(int fetchSize) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withReadOnly(boolean readOnly) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withIdempotent(boolean idempotent) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withTenant(String tenant) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withService(String service) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }

    Options withGeneratedKeys(boolean generatedKeys) {
      return new Options(
          timeout, maxRows, fetchSize, readOnly, idempotent, tenant, service, generatedKeys);
    }
  }
}
