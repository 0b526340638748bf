package dev.weir.engine;

import dev.weir.api.Ability;
import dev.weir.api.Call;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.Feature;
import dev.weir.api.Health;
import dev.weir.api.Notifications;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.engine.stage.AuthorizeStage;
import dev.weir.engine.stage.BreakerStage;
import dev.weir.engine.stage.BulkheadStage;
import dev.weir.engine.stage.GuardStage;
import dev.weir.engine.stage.RetryStage;
import dev.weir.engine.stage.RouteStage;
import dev.weir.engine.stage.TenantStage;
import dev.weir.engine.stage.UnderstandStage;
import dev.weir.spi.Connector;
import dev.weir.spi.Deadline;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Session;
import dev.weir.spi.trace.Tracer;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A database that is open: its nodes, and the path that its requests take. */
public final class OpenDatabase implements Database, AutoCloseable {
  private static final Duration CANCEL_PATIENCE = Duration.ofMillis(500);

  private final Connector connector;
  private volatile EngineNode primary;
  private final Meter meter = new Meter();
  private final DeadlineWatch watch;
  private final List<RequestListener> listeners;
  private final Supplier<@Nullable Tracer> tracer;
  private final UnderstandStage understand;
  private final AtomicInteger transactions = new AtomicInteger();
  private final Listeners listening = new Listeners(this);
  private volatile Definition definition;
  private volatile Pipeline pipeline;
  private volatile long queryNanos;
  private volatile long slowNanos;
  private volatile boolean draining;

  OpenDatabase(
      Connector connector,
      EngineNode primary,
      Definition definition,
      DeadlineWatch watch,
      List<RequestListener> listeners,
      Supplier<@Nullable Tracer> tracer) {
    this.connector = connector;
    this.primary = primary;
    this.definition = definition;
    this.watch = watch;
    this.listeners = listeners;
    this.tracer = tracer;
    this.understand = new UnderstandStage(connector.language());
    this.queryNanos = definition.timeouts().query().toNanos();
    this.slowNanos = definition.timeouts().slow().toNanos();
    this.pipeline = new Pipeline(stages(definition));
  }

  /** The request path. A stage whose feature is off is left out, so that it costs nothing. */
  private List<Stage> stages(Definition definition) {
    List<Stage> stages = new ArrayList<>();
    Tracer following = tracer.get();
    stages.add(new ObserveStage(meter, listeners));
    if (following != null) {
      stages.add(new TraceStage(following));
    }
    stages.add(understand);
    stages.add(new AuthorizeStage());
    stages.add(new GuardStage());
    if (definition.enabled(Feature.RETRY, true)) {
      stages.add(new RetryStage());
    }
    if (following != null) {
      stages.add(new TraceAttemptStage());
    }
    stages.add(new RouteStage(primary));
    if (definition.enabled(Feature.BULKHEAD, true) && !definition.services().isEmpty()) {
      stages.add(new BulkheadStage(definition.services()));
    }
    if (definition.enabled(Feature.CIRCUIT_BREAKER, true)) {
      stages.add(new BreakerStage());
    }
    stages.add(new TimeoutStage(watch, definition.enabled(Feature.ADAPTIVE_TIMEOUT, true)));
    if (definition.tenancy().setting() != null) {
      stages.add(new TenantStage(definition.tenancy()));
    }
    stages.add(new ExecuteStage());
    return stages;
  }

  /** Puts the path together anew, where what it is made of has changed. */
  void renew() {
    pipeline = new Pipeline(stages(definition));
  }

  /**
   * Takes a changed definition that needs no new connections; false when the database must be
   * opened anew.
   */
  boolean adopt(Definition changed) {
    if (!primary.adopt(changed)) {
      return false;
    }
    definition = changed;
    queryNanos = changed.timeouts().query().toNanos();
    slowNanos = changed.timeouts().slow().toNanos();
    pipeline = new Pipeline(stages(changed));
    return true;
  }

  /** Goes on with another node; the old one is closed when the sessions in use have come back. */
  void moveTo(EngineNode node, Definition changed) {
    EngineNode old = primary;
    primary = node;
    definition = changed;
    queryNanos = changed.timeouts().query().toNanos();
    slowNanos = changed.timeouts().slow().toNanos();
    pipeline = new Pipeline(stages(changed));
    listening.move();
    Thread.ofVirtual().name("weir-retire").start(() -> retire(old));
  }

  private static void retire(EngineNode old) {
    Deadline patience = Deadline.after(Duration.ofMinutes(5));
    old.node().evict();
    while (old.node().pool().active() > 0 && !patience.passed()) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        break;
      }
    }
    old.close();
  }

  @Override
  public String name() {
    return definition.name();
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public Set<Ability> abilities() {
    return connector.abilities();
  }

  public Connector connector() {
    return connector;
  }

  public Meter.Snapshot metrics() {
    return meter.snapshot();
  }

  public EngineNode primary() {
    return primary;
  }

  /** The stages in order, by name. */
  public List<String> path() {
    return pipeline.names();
  }

  /** What is known of a text without running it. */
  public Understood understand(String text) {
    return understand.understand(text, name());
  }

  long slowNanos() {
    return slowNanos;
  }

  @Override
  public Rows query(Statement statement) {
    return query(statement, null);
  }

  @Override
  public Result.Updated update(Statement statement) {
    return update(statement, null);
  }

  @Override
  public Result execute(Statement statement) {
    return execute(statement, null);
  }

  @Override
  public Result.Batched batch(
      String text, List<? extends List<? extends @Nullable Object>> values) {
    return batch(text, values, null);
  }

  @Override
  public Result.Called call(Call call) {
    return call(call, null);
  }

  Rows query(Statement statement, @Nullable Pin pin) {
    return (Rows) run(Action.QUERY, statement, null, List.of(), statement.options(), pin, null);
  }

  Result.Updated update(Statement statement, @Nullable Pin pin) {
    if (statement.options().generatedKeys()) {
      need(Ability.GENERATED_KEYS, "generated keys");
    }
    return (Result.Updated)
        run(Action.UPDATE, statement, null, List.of(), statement.options(), pin, null);
  }

  Result execute(Statement statement, @Nullable Pin pin) {
    return run(Action.EXECUTE, statement, null, List.of(), statement.options(), pin, null);
  }

  Result.Batched batch(
      String text, List<? extends List<? extends @Nullable Object>> values, @Nullable Pin pin) {
    need(Ability.BATCHES, "batches");
    Statement statement = Statement.of(text);
    int parameters = understand(text).understanding().parameters().size();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).size() != parameters) {
        throw Rejected.because(
            CoreError.PARAMETER_COUNT,
            "Database "
                + name()
                + ": member "
                + i
                + " of the batch has "
                + values.get(i).size()
                + " values; the statement has "
                + parameters
                + " parameters.");
      }
    }
    return (Result.Batched)
        run(Action.BATCH, statement, null, values, statement.options(), pin, null);
  }

  Result.Called call(Call call, @Nullable Pin pin) {
    need(Ability.PROCEDURES, "procedures");
    if (call.parameters().stream().anyMatch(p -> p.direction() == Call.Direction.CURSOR)) {
      need(Ability.CURSOR_PARAMETERS, "cursor parameters");
    }
    return (Result.Called) run(Action.CALL, null, call, List.of(), call.options(), pin, null);
  }

  @Override
  public long copyOut(Statement statement, OutputStream target) {
    return copyOut(statement, target, null);
  }

  @Override
  public long copyIn(Statement statement, InputStream source) {
    return copyIn(statement, source, null);
  }

  long copyOut(Statement statement, OutputStream target, @Nullable Pin pin) {
    return copy(
        Action.COPY_OUT,
        statement,
        pin,
        (session, request) ->
            session.copyOut(
                request.copyText(),
                request.readOnly(),
                new PacedOutput(target, request.watched())));
  }

  long copyIn(Statement statement, InputStream source, @Nullable Pin pin) {
    return copy(
        Action.COPY_IN,
        statement,
        pin,
        (session, request) ->
            session.copyIn(request.copyText(), new PacedInput(source, request.watched())));
  }

  private long copy(Action action, Statement statement, @Nullable Pin pin, Copy copy) {
    need(Ability.BULK_COPY, "bulk copy");
    Request.Work work =
        (session, request) -> new Result.Updated(copy.rows(session, request), List.of());
    Result result = run(action, statement, null, List.of(), statement.options(), pin, work);
    return ((Result.Updated) result).count();
  }

  private interface Copy {
    long rows(Session session, Request request);
  }

  @Override
  public Notifications listen(Set<String> channels) {
    need(Ability.NOTIFICATIONS, "notifications");
    return listening.open(channels);
  }

  /** The listeners that are open. */
  Listeners listening() {
    return listening;
  }

  /** Opens a connection that listens, by way of the path. */
  void subscribe(Subscription subscription, Duration limit) {
    refuseWhenDraining();
    long start = System.nanoTime();
    Statement.Options options = Statement.of("").timeout(limit).options();
    Deadline deadline = Deadline.at(start + limit.toNanos(), limit.toNanos());
    pipeline.run(
        new Request(
            this,
            Action.LISTEN,
            null,
            null,
            List.of(),
            options,
            Caller.current(),
            deadline,
            null,
            null,
            subscription,
            start));
  }

  /** A session for a pin of existing code; what it runs goes through {@link #drive}. */
  public Session lease(Deadline deadline) {
    refuseWhenDraining();
    return primary.borrow(deadline);
  }

  private void refuseWhenDraining() {
    if (draining) {
      throw Unavailable.because(
          CoreError.SHUTTING_DOWN, "Database " + name() + " is being closed.");
    }
  }

  /**
   * Sends work that drives a session itself down the path, for existing code behind {@code
   * dataSource()}. The text decides what the stages see.
   */
  public Result drive(Statement statement, @Nullable Pin pin, Function<Session, Result> body) {
    Request.Work work = (session, _) -> body.apply(session);
    return run(Action.EXECUTE, statement, null, List.of(), statement.options(), pin, work);
  }

  private Result run(
      Action action,
      @Nullable Statement statement,
      @Nullable Call call,
      List<? extends List<? extends @Nullable Object>> batch,
      Statement.Options options,
      @Nullable Pin pin,
      Request.@Nullable Work body) {
    if (pin == null) {
      refuseWhenDraining();
    }
    long start = System.nanoTime();
    Duration explicit = options.timeout();
    long allowed = explicit != null ? explicit.toNanos() : queryNanos;
    Deadline deadline = Deadline.at(start + allowed, allowed);
    if (pin != null) {
      deadline = deadline.earlier(pin.deadline());
    }
    Request request =
        new Request(
            this,
            action,
            statement,
            call,
            batch,
            inherited(options, pin),
            Caller.current(),
            deadline,
            pin,
            body,
            null,
            start);
    return pipeline.run(request);
  }

  private static Statement.Options inherited(Statement.Options options, @Nullable Pin pin) {
    return pin == null ? options : pin.inherit(options);
  }

  void need(Ability ability, String what) {
    if (!connector.abilities().contains(ability)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "Database " + name() + ": " + connector.displayName() + " has no " + what + ".");
    }
  }

  @Override
  public Transaction begin(TransactionOptions options) {
    need(Ability.TRANSACTIONS, "transactions");
    if (options.isolation() != dev.weir.api.Isolation.DEFAULT) {
      need(Ability.ISOLATION_LEVELS, "isolation levels");
    }
    refuseWhenDraining();
    transactions.incrementAndGet();
    Duration limit =
        options.timeout() != null ? options.timeout() : definition.timeouts().transaction();
    return new OpenTransaction(this, options, Deadline.after(limit));
  }

  void ended(OpenTransaction transaction) {
    transactions.decrementAndGet();
  }

  /** Begins a transaction on the server before its first statement. */
  void touch(OpenTransaction transaction) {
    run(
        Action.EXECUTE,
        Statement.of("select 1"),
        null,
        List.of(),
        Statement.Options.DEFAULT,
        transaction,
        (_, _) -> Result.Done.DONE);
  }

  @Override
  public <T> T transaction(TransactionOptions options, TransactionBody<T> body) {
    Deadline deadline =
        Deadline.after(
            options.timeout() != null ? options.timeout() : definition.timeouts().transaction());
    for (int attempt = 1; ; attempt++) {
      Transaction transaction = begin(options);
      try (transaction) {
        T result = body.run(transaction);
        transaction.commit();
        return result;
      } catch (WeirException e) {
        if (attempt >= options.attempts() || !again(e) || deadline.passed()) {
          throw WeirException.with(e, "attempts", Integer.toString(attempt));
        }
        pause(attempt);
      }
    }
  }

  /** True when the database undid the transaction and asks for it again, or it never began. */
  private static boolean again(WeirException error) {
    return error.effect() == Effect.NONE
        && (error.code() == DatabaseError.SERIALIZATION
            || error.code() == DatabaseError.DEADLOCK
            || error.code() == DatabaseError.CONNECTION_REFUSED);
  }

  private static void pause(int attempt) {
    try {
      TimeUnit.MILLISECONDS.sleep(
          ThreadLocalRandom.current().nextLong(5L << Math.min(attempt, 8)) + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait before another attempt was interrupted.", e);
    }
  }

  @Override
  public Schema schema(SchemaFilter filter) {
    need(Ability.SCHEMA, "schema");
    return primary.node().schema(filter, Deadline.after(definition.timeouts().query()));
  }

  @Override
  public Health health() {
    return new HealthCheck(this).run();
  }

  /** Takes no new requests, waits for those under way, and closes. */
  void drain(Deadline deadline) {
    draining = true;
    listening.end(Listeners.End.SHUTTING_DOWN);
    if (!quiet(deadline)) {
      // A server may go on with a statement whose connection is only cut.
      primary.leases().cancel();
      quiet(Deadline.after(CANCEL_PATIENCE));
    }
    close();
  }

  /** Waits until nothing is under way; false when the deadline came first. */
  private boolean quiet(Deadline deadline) {
    while (meter.snapshot().began() > meter.snapshot().ended() || transactions.get() > 0) {
      if (deadline.passed()) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    draining = true;
    listening.end(Listeners.End.SHUTTING_DOWN);
    primary.close();
  }
}
