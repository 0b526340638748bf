package dev.weir.engine;

import dev.weir.api.Ability;
import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Session;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction whose session is borrowed with its first statement and pinned until it ends. */
public final class OpenTransaction implements Transaction, Pin {
  private final OpenDatabase database;
  private final TransactionOptions options;
  private final Deadline deadline;
  private @Nullable Session session;
  private boolean ended;

  OpenTransaction(OpenDatabase database, TransactionOptions options, Deadline deadline) {
    this.database = database;
    this.options = options;
    this.deadline = deadline;
  }

  TransactionOptions options() {
    return options;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  /** A statement's options with the transaction's tenant and service where it names none. */
  @Override
  public Statement.Options inherit(Statement.Options own) {
    if (options.tenant() == null && options.service() == null && !options.readOnly()) {
      return own;
    }
    return new Statement.Options(
        own.timeout(),
        own.maxRows(),
        own.fetchSize(),
        own.readOnly() || options.readOnly(),
        own.idempotent(),
        own.tenant() != null ? own.tenant() : options.tenant(),
        own.service() != null ? own.service() : options.service(),
        own.generatedKeys());
  }

  /** True once a session is pinned. */
  @Override
  public boolean begun() {
    return session != null;
  }

  /**
   * The pinned session; borrowed and begun by the first statement, with that statement's tenant.
   */
  @Override
  public Session session(Request request) {
    open();
    Session pinned = session;
    if (pinned == null) {
      pinned = request.node().borrow(request.attempt());
      boolean begun = false;
      try {
        pinned.begin(options.readOnly(options.readOnly() || request.readOnly()));
        ExecuteStage.bind(request, pinned);
        begun = true;
      } finally {
        if (!begun) {
          pinned.close();
        }
      }
      session = pinned;
    }
    return pinned;
  }

  private void open() {
    if (ended) {
      throw Rejected.because(
          CoreError.TRANSACTION_ENDED,
          "Database " + database.name() + ": the transaction has ended.");
    }
  }

  @Override
  public Rows query(Statement statement) {
    open();
    return database.query(statement, this);
  }

  @Override
  public Result.Updated update(Statement statement) {
    open();
    return database.update(statement, this);
  }

  @Override
  public Result execute(Statement statement) {
    open();
    return database.execute(statement, this);
  }

  @Override
  public Result.Batched batch(
      String text, List<? extends List<? extends @Nullable Object>> values) {
    open();
    return database.batch(text, values, this);
  }

  @Override
  public Result.Called call(Call call) {
    open();
    return database.call(call, this);
  }

  @Override
  public long copyOut(Statement statement, OutputStream target) {
    open();
    return database.copyOut(statement, target, this);
  }

  @Override
  public long copyIn(Statement statement, InputStream source) {
    open();
    return database.copyIn(statement, source, this);
  }

  @Override
  public void savepoint(String name) {
    begun("savepoint").savepoint(name);
  }

  @Override
  public void rollbackTo(String savepoint) {
    begun("savepoint").rollbackTo(savepoint);
  }

  @Override
  public void release(String savepoint) {
    begun("savepoint").release(savepoint);
  }

  /** Begins now where no statement has begun it yet. */
  private Session begun(String why) {
    open();
    database.need(Ability.SAVEPOINTS, "savepoints");
    if (session == null) {
      database.touch(this);
    }
    return java.util.Objects.requireNonNull(session, why);
  }

  @Override
  public void commit() {
    end(pinned -> {
      try {
        pinned.commit();
      } catch (WeirException e) {
        throw unanswered(e);
      }
    });
  }

  private WeirException unanswered(WeirException error) {
    if (error.code() == DatabaseError.CONNECTION_LOST_DURING) {
      return WeirException.with(error, "phase", "commit");
    }
    return error;
  }

  @Override
  public void rollback() {
    end(Session::rollback);
  }

  @Override
  public void close() {
    if (!ended) {
      end(pinned -> {
        if (!pinned.broken()) {
          pinned.rollback();
        }
      });
    }
  }

  private void end(java.util.function.Consumer<Session> how) {
    open();
    ended = true;
    Session pinned = session;
    session = null;
    database.ended(this);
    if (pinned != null) {
      try (pinned) {
        how.accept(pinned);
      }
    }
  }
}
