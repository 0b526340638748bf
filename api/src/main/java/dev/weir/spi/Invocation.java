package dev.weir.spi;

import dev.weir.api.Call;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a request, ready for a session.
 *
 * @param understanding of the text; null for a call
 * @param values one for each marker of the native text, in order; for a batch, see {@code batch}
 * @param batch the sets of values of a batch; empty otherwise
 * @param call the call of a procedure; null otherwise
 * @param deadline the driver's own limits should be a little later; the engine cancels at the
 *     deadline itself
 * @param maxRows 0 for no limit
 * @param fetchSize 0 for the session's choice
 * @param readOnly the server must refuse writes, where it can
 * @param profile what was learnt from earlier runs of the same text; the session reads and updates
 *     it
 */
public record Invocation(
    Action action,
    @Nullable Understanding understanding,
    List<@Nullable Object> values,
    List<? extends List<? extends @Nullable Object>> batch,
    @Nullable Call call,
    Deadline deadline,
    long maxRows,
    int fetchSize,
    boolean readOnly,
    boolean generatedKeys,
    Profile profile) {
  /** What is wanted of the text. */
  public enum Action {
    /** Rows; anything else is refused with {@code WEIR-014}. */
    QUERY,
    /** A count; rows are refused with {@code WEIR-014}. */
    UPDATE,
    /** Rows or a count, whichever the text answers. */
    EXECUTE,
    BATCH,
    CALL,
    /** A stream of rows to the caller; never executed, see {@link Session#copyOut}. */
    COPY_OUT,
    /** A stream of rows from the caller; never executed, see {@link Session#copyIn}. */
    COPY_IN,
    /** Notifications; never executed, see {@link Node#listen}. */
    LISTEN
  }

  /** What earlier runs of a text have taught; shared by threads, races are harmless. */
  public static final class Profile {
    private volatile int largest = -1;

    /** The largest number of rows seen; -1 when it has not run yet. */
    public int largest() {
      return largest;
    }

    public void saw(long rows) {
      if (rows > largest) {
        largest = (int) Math.min(rows, Integer.MAX_VALUE);
      }
    }
  }
}
