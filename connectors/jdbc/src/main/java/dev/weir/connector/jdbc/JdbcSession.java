package dev.weir.connector.jdbc;

import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.connector.jdbc.Translation.Phase;
import dev.weir.spi.Invocation;
import dev.weir.spi.Session;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of a pool. */
final class JdbcSession implements Session {
  /** A result that never had more rows than this is read in one go rather than through a cursor. */
  static final int SMALL = 1_000;

  /** Members of a batch that go to the driver at once. */
  private static final int BATCH = 1_000;

  private final RelationalEngine engine;
  private final Connection connection;
  private final Translation translation;
  private final Consumer<Connection> discard;
  private volatile @Nullable Statement running;
  private volatile boolean broken;
  private final AtomicInteger cancels = new AtomicInteger();
  private volatile boolean cancelled;
  private boolean inTransaction;
  private boolean readOnly;
  private boolean closed;

  JdbcSession(
      RelationalEngine engine,
      Connection connection,
      Translation translation,
      Consumer<Connection> discard) {
    this.engine = engine;
    this.connection = connection;
    this.translation = translation;
    this.discard = discard;
  }

  @Override
  public Result execute(Invocation invocation) {
    try {
      count(invocation);
      return switch (invocation.action()) {
        case QUERY -> query(invocation);
        case UPDATE -> update(invocation);
        case EXECUTE -> either(invocation);
        case BATCH -> batch(invocation);
        case CALL -> call(invocation);
        case COPY_OUT, COPY_IN, LISTEN ->
            throw new IllegalArgumentException(invocation.action() + " is not executed");
      };
    } catch (SQLException e) {
      throw failed(e, Phase.STATEMENT);
    }
  }

  /** Refused here, since drivers refuse it in words and with codes of their own. */
  private void count(Invocation invocation) {
    Understanding understanding = invocation.understanding();
    if (understanding != null && understanding.parameters().size() > engine.maxParameters()) {
      throw Rejected.because(
          CoreError.TOO_MANY_PARAMETERS,
          "The statement has "
              + understanding.parameters().size()
              + " parameters; "
              + engine.displayName()
              + " accepts "
              + engine.maxParameters()
              + ".");
    }
  }

  private Rows query(Invocation invocation) throws SQLException {
    Understanding understanding = understood(invocation);
    if (understanding.kind() == StatementKind.SCHEMA) {
      throw Rejected.because(CoreError.NO_ROWS_EXPECTED, "The statement answers no rows.");
    }
    boolean inMemory = fitsMemory(invocation, understanding);
    boolean ownTransaction =
        !inTransaction
            && (invocation.readOnly()
                // A change that turns out to answer no rows is refused, so it must be undone.
                || understanding.kind() == StatementKind.WRITE
                || !inMemory
                    && engine.cursorNeedsTransaction()
                    && understanding.kind() == StatementKind.READ);
    if (ownTransaction) {
      beginOwn(invocation.readOnly());
    }
    boolean done = false;
    PreparedStatement statement = null;
    try {
      statement =
          connection.prepareStatement(
              engine.prepared(understanding),
              inMemory ? ResultSet.TYPE_SCROLL_INSENSITIVE : ResultSet.TYPE_FORWARD_ONLY,
              ResultSet.CONCUR_READ_ONLY);
      limit(statement, invocation, inMemory);
      bind(statement, invocation.values());
      running = statement;
      if (!statement.execute()) {
        throw Rejected.because(CoreError.NO_ROWS_EXPECTED, "The statement answers no rows.");
      }
      heedCancel();
      ResultSet results = statement.getResultSet();
      if (inMemory && invocation.maxRows() == 0 && overflows(results)) {
        invocation.profile().saw(SMALL + 1L);
        statement.close();
        finished();
        return query(invocation);
      }
      Rows rows =
          new JdbcRows(this, engine, translation, statement, results, invocation, ownTransaction);
      done = true;
      return rows;
    } finally {
      if (!done) {
        release(statement, ownTransaction, false);
      }
    }
  }

  /** MySQL answers a {@code sleep} that was cancelled with a row rather than an error. */
  void heedCancel() {
    if (cancelled) {
      throw translation.cancelled();
    }
  }

  /** True when the whole result may be held in memory at once, because it is known to be small. */
  private boolean fitsMemory(Invocation invocation, Understanding understanding) {
    if (!engine.cursorNeedsTransaction() || invocation.readOnly()) {
      return false;
    }
    if (invocation.maxRows() > 0 && invocation.maxRows() < SMALL && invocation.fetchSize() == 0) {
      return true;
    }
    int largest = invocation.profile().largest();
    return understanding.pure()
        && largest >= 0
        && largest <= SMALL / 2
        && invocation.maxRows() == 0
        && invocation.fetchSize() == 0;
  }

  private static boolean overflows(ResultSet results) throws SQLException {
    boolean over = results.last() && results.getRow() > SMALL;
    results.beforeFirst();
    return over;
  }

  private void limit(PreparedStatement statement, Invocation invocation, boolean inMemory)
      throws SQLException {
    if (invocation.maxRows() > 0 && invocation.maxRows() < Integer.MAX_VALUE) {
      if (engine.limitsRows()) {
        statement.setMaxRows((int) invocation.maxRows() + 1);
      }
    } else if (inMemory) {
      statement.setMaxRows(SMALL + 1);
    }
    if (!inMemory) {
      int wanted = invocation.fetchSize() > 0 ? invocation.fetchSize() : FetchSize.FIRST;
      int most = statement.getMaxRows();
      statement.setFetchSize(most > 0 ? Math.min(wanted, most) : wanted);
    }
  }

  private Result.Updated update(Invocation invocation) throws SQLException {
    Understanding understanding = understood(invocation);
    try (PreparedStatement statement = prepareUpdate(understanding, invocation)) {
      bind(statement, invocation.values());
      running = statement;
      if (!statement.execute()) {
        return new Result.Updated(
            Math.max(0, statement.getLargeUpdateCount()), keys(statement, invocation));
      }
      if (understanding.kind() != StatementKind.WRITE) {
        throw Rejected.because(
            CoreError.NO_ROWS_EXPECTED, "The statement answers rows; a count was expected.");
      }
      return changed(statement.getResultSet(), invocation);
    } finally {
      finished();
    }
  }

  /** A change that answers the rows it changed ({@code returning}); it has happened already. */
  private Result.Updated changed(ResultSet results, Invocation invocation) throws SQLException {
    List<Map<String, @Nullable Object>> rows = JdbcRows.collect(engine, results);
    return new Result.Updated(rows.size(), invocation.generatedKeys() ? rows : List.of());
  }

  private PreparedStatement prepareUpdate(Understanding understanding, Invocation invocation)
      throws SQLException {
    return invocation.generatedKeys()
        ? connection.prepareStatement(
            engine.prepared(understanding), Statement.RETURN_GENERATED_KEYS)
        : connection.prepareStatement(engine.prepared(understanding));
  }

  private List<Map<String, @Nullable Object>> keys(
      PreparedStatement statement, Invocation invocation) throws SQLException {
    if (!invocation.generatedKeys()) {
      return List.of();
    }
    try (ResultSet keys = statement.getGeneratedKeys()) {
      return JdbcRows.collect(engine, keys);
    }
  }

  private Result either(Invocation invocation) throws SQLException {
    Understanding understanding = understood(invocation);
    if (understanding.kind() == StatementKind.READ) {
      return query(invocation);
    }
    PreparedStatement statement = prepareUpdate(understanding, invocation);
    boolean done = false;
    try {
      limit(statement, invocation, false);
      bind(statement, invocation.values());
      running = statement;
      if (statement.execute()) {
        done = true;
        return new JdbcRows(
            this, engine, translation, statement, statement.getResultSet(), invocation, false);
      }
      return new Result.Updated(
          Math.max(0, statement.getLargeUpdateCount()), keys(statement, invocation));
    } finally {
      if (!done) {
        release(statement, false, false);
      }
    }
  }

  private Result.Batched batch(Invocation invocation) throws SQLException {
    Understanding understanding = understood(invocation);
    long[] counts = new long[invocation.batch().size()];
    boolean own = !inTransaction;
    if (own) {
      beginOwn(false);
    }
    boolean done = false;
    PreparedStatement statement = connection.prepareStatement(engine.prepared(understanding));
    try {
      running = statement;
      int told = 0;
      int waiting = 0;
      for (List<? extends @Nullable Object> values : invocation.batch()) {
        bind(statement, values);
        statement.addBatch();
        if (++waiting == BATCH) {
          told = tell(statement, counts, told);
          waiting = 0;
        }
      }
      if (waiting > 0) {
        tell(statement, counts, told);
      }
      done = true;
      return new Result.Batched(counts);
    } finally {
      release(statement, own, done);
    }
  }

  private static int tell(PreparedStatement statement, long[] counts, int from)
      throws SQLException {
    int at = from;
    for (long count : statement.executeLargeBatch()) {
      counts[at++] = count == Statement.SUCCESS_NO_INFO ? -1 : count;
    }
    return at;
  }

  private Result.Called call(Invocation invocation) throws SQLException {
    Call call = Objects.requireNonNull(invocation.call());
    boolean own = !inTransaction && ProcedureCall.answersCursor(call);
    if (own) {
      beginOwn(false);
    }
    boolean done = false;
    CallableStatement statement = connection.prepareCall(engine.callText(call));
    try {
      ProcedureCall procedure = new ProcedureCall(engine, statement, call);
      procedure.register();
      running = statement;
      Result.Called called = procedure.run();
      done = true;
      return called;
    } finally {
      release(statement, own, done);
    }
  }

  private void bind(PreparedStatement statement, List<? extends @Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      engine.bind(statement, i + 1, values.get(i));
    }
  }

  @Override
  public long copyOut(String nativeText, boolean readOnly, OutputStream target) {
    boolean own = !inTransaction && readOnly;
    return copy(own, () -> engine.copyOut(connection, nativeText, target));
  }

  @Override
  public long copyIn(String nativeText, InputStream source) {
    return copy(false, () -> engine.copyIn(connection, nativeText, source));
  }

  private interface Copy {
    long rows() throws SQLException, IOException;
  }

  /** A copy has no statement of the driver's own, so another one stands for it to be cancelled. */
  private long copy(boolean ownReadOnly, Copy copy) {
    Statement standIn = null;
    boolean began = false;
    try {
      if (ownReadOnly) {
        began = true;
        beginOwn(true);
      }
      standIn = connection.createStatement();
      running = standIn;
      long rows = copy.rows();
      heedCancel();
      return rows;
    } catch (SQLException e) {
      throw failed(e, Phase.STATEMENT);
    } catch (IOException e) {
      // The driver's way out of a copy half way may leave a cancel or answers behind.
      broken = true;
      throw translation.stream(e);
    } finally {
      release(standIn, began, false);
    }
  }

  private static Understanding understood(Invocation invocation) {
    return Objects.requireNonNull(invocation.understanding());
  }

  private void beginOwn(boolean readOnly) throws SQLException {
    if (readOnly) {
      this.readOnly = true;
      engine.begin(connection, TransactionOptions.DEFAULT.readOnly(true));
    }
    connection.setAutoCommit(false);
  }

  /** Has the engine stop a result that was not read to its end. */
  void abandon(ResultSet results) {
    try {
      engine.abandon(connection, results);
    } catch (SQLException e) {
      failed(e, Phase.STATEMENT);
    }
  }

  /** From here on a cancel does nothing; one that came too late does not end what runs next. */
  private void finished() {
    running = null;
    if (cancelled && !broken) {
      cancelled = false;
      try {
        engine.settle(connection);
      } catch (SQLException e) {
        failed(e, Phase.STATEMENT);
      }
    }
  }

  /**
   * Ends what a statement held: closes it and, where it ran in a transaction of its own, ends that
   * too.
   */
  void release(@Nullable Statement statement, boolean ownTransaction, boolean commit) {
    finished();
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      failed(e, Phase.STATEMENT);
    }
    if (ownTransaction && !broken) {
      endOwn(commit);
    }
  }

  private void endOwn(boolean commit) {
    try {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
      takeWrites();
    } catch (SQLException e) {
      WeirException failure = failed(e, Phase.COMMIT);
      if (commit) {
        throw failure;
      }
    }
  }

  /** Translates an error and remembers when the connection is of no more use. */
  WeirException failed(SQLException error, Phase phase) {
    WeirException translated = translation.translate(error, phase);
    if (translated.code() instanceof dev.weir.api.DatabaseError code
        && (Translation.lost(code) || code == dev.weir.api.DatabaseError.SERVER_STARTING)) {
      broken = true;
    }
    return translated;
  }

  @Override
  public void begin(TransactionOptions options) {
    run(
        Phase.STATEMENT,
        () -> {
          readOnly = options.readOnly();
          engine.begin(connection, options);
          connection.setAutoCommit(false);
          inTransaction = true;
        });
  }

  @Override
  public void commit() {
    run(
        Phase.COMMIT,
        () -> {
          connection.commit();
          endTransaction();
        });
  }

  @Override
  public void rollback() {
    run(
        Phase.STATEMENT,
        () -> {
          connection.rollback();
          endTransaction();
        });
  }

  private void endTransaction() throws SQLException {
    inTransaction = false;
    connection.setAutoCommit(true);
    takeWrites();
  }

  private void takeWrites() throws SQLException {
    if (readOnly) {
      engine.readOnly(connection, false);
      readOnly = false;
    }
  }

  @Override
  public void savepoint(String name) {
    statement("SAVEPOINT " + engine.quote(name));
  }

  @Override
  public void rollbackTo(String savepoint) {
    statement("ROLLBACK TO SAVEPOINT " + engine.quote(savepoint));
  }

  @Override
  public void release(String savepoint) {
    statement("RELEASE SAVEPOINT " + engine.quote(savepoint));
  }

  private void statement(String text) {
    run(
        Phase.STATEMENT,
        () -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(text);
          }
        });
  }

  @Override
  public void bindTenant(String setting, String tenant) {
    run(Phase.STATEMENT, () -> engine.bindTenant(connection, setting, tenant));
  }

  private interface Work {
    void run() throws SQLException;
  }

  private void run(Phase phase, Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      throw failed(e, phase);
    }
  }

  @Override
  public void cancel() {
    Statement statement = running;
    if (statement != null) {
      cancelled = true;
      cancels.incrementAndGet();
      try {
        engine.cancel(connection, statement);
      } catch (SQLException e) {
        // Whoever asked cuts the connection when the server does not hear.
      } finally {
        cancels.decrementAndGet();
      }
    }
  }

  @Override
  public void abort() {
    broken = true;
    try {
      engine.cut(connection);
    } catch (SQLException e) {
      failed(e, Phase.STATEMENT);
    }
  }

  @Override
  public boolean broken() {
    return broken;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      // A cancel on its way might meet the next statement of this connection.
      if (broken || cancels.get() > 0) {
        discard.accept(connection);
      } else if (inTransaction) {
        connection.rollback();
        endTransaction();
      }
      connection.close();
    } catch (SQLException e) {
      discard.accept(connection);
    }
  }

  @Override
  public <T> @Nullable T unwrap(Class<T> type) {
    if (type == DrivenSession.class) {
      return type.cast(new Driven());
    }
    return type.isInstance(connection) ? type.cast(connection) : null;
  }

  /** This session as existing code drives it. */
  private final class Driven implements DrivenSession {
    @Override
    public void running(@Nullable Statement statement) {
      running = statement;
    }

    @Override
    public WeirException failed(SQLException error) {
      return JdbcSession.this.failed(error, Phase.STATEMENT);
    }
  }
}
