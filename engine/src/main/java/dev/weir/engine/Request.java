package dev.weir.engine;

import dev.weir.api.Ability;
import dev.weir.api.Call;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.spi.Deadline;
import dev.weir.spi.Invocation;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Session;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import dev.weir.spi.trace.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way. What the caller asked is fixed; the slots below are filled by the stage
 * that each names, and read by those after it. For one thread.
 */
public final class Request {
  private final OpenDatabase database;
  private final Action action;
  private final @Nullable Statement statement;
  private final @Nullable Call call;
  private final List<? extends List<? extends @Nullable Object>> batch;
  private final Statement.Options options;
  private final Caller caller;
  private final Deadline deadline;
  private final @Nullable Pin pin;
  private final @Nullable Work body;
  private final @Nullable Subscription subscription;
  private final long start;

  private @Nullable Understood understood;
  private @Nullable EngineNode node;
  private @Nullable Deadline attempt;
  private int attempts;
  private boolean running;
  private int entered;
  private @Nullable Session session;
  private @Nullable String tenantSetting;
  private @Nullable String boundTenant;
  private DeadlineWatch.@Nullable Attempt watched;
  private @Nullable List<Runnable> finishers;
  private @Nullable Trail trail;

  /** What is done with a session in place of the statement. */
  @FunctionalInterface
  interface Work {
    Result on(Session session, Request request);
  }

  Request(
      OpenDatabase database,
      Action action,
      @Nullable Statement statement,
      @Nullable Call call,
      List<? extends List<? extends @Nullable Object>> batch,
      Statement.Options options,
      Caller caller,
      Deadline deadline,
      @Nullable Pin pin,
      @Nullable Work body,
      @Nullable Subscription subscription,
      long start) {
    this.database = database;
    this.action = action;
    this.statement = statement;
    this.call = call;
    this.batch = batch;
    this.options = options;
    this.caller = caller;
    this.deadline = deadline;
    this.pin = pin;
    this.body = body;
    this.subscription = subscription;
    this.start = start;
  }

  public OpenDatabase database() {
    return database;
  }

  public Action action() {
    return action;
  }

  /** The statement; null for a call of a procedure, and for a listener. */
  public @Nullable Statement statement() {
    return statement;
  }

  public @Nullable Call call() {
    return call;
  }

  public Statement.Options options() {
    return options;
  }

  public Caller caller() {
    return caller;
  }

  /** The service whose share of connections it uses. */
  public String service() {
    String named = options.service();
    return named != null ? named : caller.service();
  }

  /** On whose behalf it runs; null for nobody's. */
  public @Nullable String tenant() {
    String named = options.tenant();
    return named != null ? named : caller.tenant();
  }

  /**
   * True when the server must refuse writes: asked for, configured, or all that the caller's role
   * allows.
   */
  public boolean readOnly() {
    return options.readOnly()
        || database.definition().readOnly()
        || caller.principal().role() == dev.weir.api.Role.VIEWER;
  }

  /** The tenant stage has a tenant for the server. */
  public void bindTenant(String setting, String tenant) {
    tenantSetting = setting;
    boundTenant = tenant;
  }

  /** The server's setting that holds the tenant; null where none is bound. */
  public @Nullable String tenantSetting() {
    return tenantSetting;
  }

  /** The tenant to bind; null for none. */
  public @Nullable String boundTenant() {
    return boundTenant;
  }

  /** By when the whole request must be answered. */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * What holds its session beyond this request, such as a transaction; null when it stands alone.
   */
  public @Nullable Pin pin() {
    return pin;
  }

  /**
   * What runs in place of the statement: existing code that drives the session itself, or a copy;
   * null otherwise.
   */
  @Nullable Work body() {
    return body;
  }

  /** True where something else runs in place of the statement. */
  public boolean driven() {
    return body != null;
  }

  /** What a listener wants; null otherwise. */
  @Nullable Subscription subscription() {
    return subscription;
  }

  /** When it began, on the clock of {@link System#nanoTime}. */
  public long start() {
    return start;
  }

  /** What the understand stage learnt. */
  public Understood understood() {
    return Objects.requireNonNull(understood, "the understand stage has not run");
  }

  public void understood(Understood learnt) {
    this.understood = learnt;
  }

  /** What the text may do; a call of a procedure is a CALL, and a listener reads. */
  public StatementKind kind() {
    if (subscription != null) {
      return StatementKind.READ;
    }
    return call != null
        ? StatementKind.CALL
        : understood == null ? StatementKind.UNKNOWN : understood.understanding().kind();
  }

  /** True once the understand stage has run, or where there is no text. */
  public boolean isUnderstood() {
    return understood != null || call != null;
  }

  /** The text without literals, safe to log. */
  public String normalized() {
    if (subscription != null) {
      return "listen " + String.join(", ", new TreeSet<>(subscription.channels()));
    }
    return call != null
        ? "call " + call.name()
        : understood == null ? "" : understood.understanding().normalized();
  }

  /** The same for texts that differ only in literals. */
  public String fingerprint() {
    return understood == null ? "" : understood.understanding().fingerprint();
  }

  /** True when running it twice does no harm: it is pure, or was declared idempotent. */
  public boolean repeatable() {
    return options.idempotent()
        || subscription != null
        || understood != null && understood.understanding().pure() && body == null;
  }

  /** The node that the route stage chose. */
  public EngineNode node() {
    return Objects.requireNonNull(node, "the route stage has not run");
  }

  public @Nullable EngineNode nodeOrNull() {
    return node;
  }

  public void node(EngineNode chosen) {
    this.node = chosen;
  }

  /** By when this attempt must be answered, as the timeout stage decided. */
  public Deadline attempt() {
    return attempt != null ? attempt : deadline;
  }

  public void attempt(Deadline limit) {
    this.attempt = limit;
  }

  /** How often it was tried, this time included. */
  public int attempts() {
    return attempts;
  }

  public void countAttempt() {
    attempts++;
    running = false;
  }

  /**
   * True once a session was given the statement in this attempt: from then on an error may leave an
   * effect.
   */
  public boolean sent() {
    return running;
  }

  void sent(Session to) {
    if (watched != null && watched.cancelled()) {
      throw Rejected.because(CoreError.CANCELLED, "The request was cancelled before it was sent.");
    }
    running = true;
    session = to;
    if (watched != null) {
      Deadline own = watched.begin(to);
      attempt = own == null ? attempt : own;
    }
  }

  public @Nullable Session session() {
    return session;
  }

  void watched(DeadlineWatch.@Nullable Attempt by) {
    watched = by;
  }

  DeadlineWatch.@Nullable Attempt watched() {
    return watched;
  }

  /** Who follows it; null for nobody. */
  @Nullable Trail trail() {
    return trail;
  }

  void trail(Trail followed) {
    trail = followed;
  }

  /** Enters a stage by its place; true when that is again, without an earlier one being so. */
  boolean enter(int place) {
    int bit = 1 << place;
    boolean again = (entered & bit) != 0;
    entered = entered & (bit - 1) | bit;
    return again;
  }

  /**
   * What a session is given.
   *
   * @param comment what the server shall be told beside; empty for nothing
   */
  Invocation invocation(String comment) {
    Understood learnt = understood;
    return new Invocation(
        action,
        learnt == null ? null : commented(learnt.understanding(), comment),
        learnt == null || statement == null || action == Action.BATCH
            ? List.of()
            : learnt.values(statement, database),
        batch,
        call,
        attempt(),
        options.maxRows(),
        options.fetchSize(),
        readOnly(),
        options.generatedKeys(),
        learnt == null ? new Invocation.Profile() : learnt.profile());
  }

  private Understanding commented(Understanding understanding, String comment) {
    if (!database.connector().abilities().contains(Ability.SQL)) {
      return understanding;
    }
    String text = understanding.nativeText();
    String sent = Looking.marked(this, Telling.commented(text, comment));
    return sent.equals(text) ? understanding : understanding.sentAs(sent);
  }

  /** The text of a copy, which takes no values. */
  String copyText() {
    Understood learnt = understood();
    learnt.values(Objects.requireNonNull(statement), database);
    return learnt.understanding().nativeText();
  }

  List<? extends List<? extends @Nullable Object>> batch() {
    return batch;
  }

  /**
   * Runs {@code release} when the result is done with: now, or when its rows are closed. For what a
   * stage holds as long as a session is in use.
   */
  public void whenFinished(Result result, Runnable release) {
    if (result instanceof Rows) {
      if (finishers == null) {
        finishers = new ArrayList<>(4);
      }
      finishers.add(release);
    } else {
      release.run();
    }
  }

  /** Runs what waits for the rows to be closed, innermost first; once. */
  void finish() {
    List<Runnable> waiting = finishers;
    finishers = null;
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }
}
