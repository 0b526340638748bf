package dev.weir.spi;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.TransactionOptions;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One conversation with a node, borrowed from its pool; for one thread at a time, except {@link
 * #cancel} and {@link #abort}. Every failure is a {@link dev.weir.api.WeirException} with the
 * engine's code and {@link dev.weir.api.Effect}.
 */
public interface Session extends AutoCloseable {
  /**
   * Runs one attempt. {@link dev.weir.api.Rows} that it answers read from this session, which must
   * not be used otherwise until they are closed.
   */
  Result execute(Invocation invocation);

  /**
   * Copies rows out by one statement of the engine; for connectors that declare {@link
   * dev.weir.api.Ability#BULK_COPY}.
   *
   * @param nativeText a statement whose manner is {@link Understanding.Manner#COPY_OUT}
   * @param readOnly the server must refuse writes
   * @return how many rows
   */
  default long copyOut(String nativeText, boolean readOnly, OutputStream target) {
    throw Rejected.because(CoreError.NOT_SUPPORTED, "The engine has no bulk copy.");
  }

  /** Copies rows in, likewise; a source that fails leaves nothing behind. */
  default long copyIn(String nativeText, InputStream source) {
    throw Rejected.because(CoreError.NOT_SUPPORTED, "The engine has no bulk copy.");
  }

  /** Begins a transaction; the tenant, where given, is bound to it by {@link #bindTenant}. */
  void begin(TransactionOptions options);

  void commit();

  void rollback();

  void savepoint(String name);

  void rollbackTo(String savepoint);

  void release(String savepoint);

  /**
   * Binds a tenant to the transaction under way, so that the server filters by it, and forgets it
   * when that ends.
   *
   * @param setting where the engine keeps it, such as {@code app.tenant}
   */
  void bindTenant(String setting, String tenant);

  /**
   * Asks the server to stop what runs now; returns without waiting for it. Called from another
   * thread.
   */
  void cancel();

  /**
   * Cuts the connection, whatever it is doing, so that a blocked read ends now. Called from another
   * thread.
   */
  void abort();

  /** True when the connection is of no more use; closing the session then discards it. */
  boolean broken();

  /** Gives the session back to the pool, rolled back and clean. */
  @Override
  void close();

  /**
   * The driver's own object, for the few that need it ({@code java.sql.Connection} for relational
   * engines).
   */
  <T> @Nullable T unwrap(Class<T> type);
}
