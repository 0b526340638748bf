package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Caller;
import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.contract.ServerContract;
import dev.weir.testing.contract.SqlSubject;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.FaultProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** COPY to and from the client. */
interface CopyContract extends ServerContract, SqlSubject {
  private static WeirException failure(ThrowingCallable work) {
    return catchThrowableOfType(WeirException.class, work);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private String out(String text) {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    database().copyOut(text, target);
    return target.toString(StandardCharsets.UTF_8);
  }

  private long count(String table) {
    return database()
        .query("select count(*) from " + table)
        .first(row -> row.longAt(0))
        .orElseThrow();
  }

  private static Caller as(Role role) {
    return Caller.of(new Principal("somebody", role, "test"));
  }

  private static void settled(OpenDatabase database) {
    await().until(() -> database.primary().node().pool().active() == 0);
    assertThat(database.query("select 1").first(row -> row.intAt(0))).contains(1);
  }

  @Test
  default void rows_are_copied_in_and_out_with_their_count() {
    table("copied", "n int, t text");

    long in =
        database().copyIn("copy copied from stdin csv header", bytes("n,t\n1,a\n2,\"b,🦆\"\n3,\n"));
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    long out = database().copyOut("copy (select * from copied order by n) to stdout csv", target);

    assertThat(in).isEqualTo(3);
    assertThat(out).isEqualTo(3);
    assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("1,a\n2,\"b,🦆\"\n3,\n");
  }

  @Test
  default void five_million_rows_go_both_ways_in_constant_memory() throws Exception {
    table("many", "n bigint");
    database()
        .copyIn(
            Statement.of("copy many from stdin").timeout(Duration.ofMinutes(5)),
            new Numbers(5_000_000));
    Counted target = new Counted();

    long before = allocated();
    long rows =
        database()
            .copyOut(Statement.of("copy many to stdout").timeout(Duration.ofMinutes(5)), target);

    assertThat(rows).isEqualTo(5_000_000);
    assertThat(target.count).isEqualTo(new Numbers(5_000_000).readAllBytes().length);
    // What lives at the end is bounded by what was there before and a buffer.
    assertThat(allocated() - before).isLessThan(24L << 20);
    table("many", "n bigint");
  }

  @SuppressWarnings("ExplicitGarbageCollection")
  private static long allocated() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  default void a_row_that_does_not_fit_is_told_with_its_line_and_column_and_nothing_is_kept() {
    table("strict", "n int, t text");

    WeirException column =
        failure(
            () -> database().copyIn("copy strict from stdin csv", bytes("1,a\n2,b\nsecret,c\n")));
    WeirException line =
        failure(() -> database().copyIn("copy strict from stdin csv", bytes("1,a\n2,b,hidden\n")));

    assertThat(column.getMessage()).contains("(line 3, column n)");
    assertThat(column.code()).isEqualTo(DatabaseError.INVALID_VALUE);
    assertThat(line.getMessage()).contains("(line 2)").doesNotContain("hidden");
    assertThat(count("strict")).isZero();
    settled(database());
  }

  @Test
  default void a_source_that_breaks_off_leaves_nothing() {
    table("broken", "n bigint");

    WeirException error =
        failure(() -> database().copyIn("copy broken from stdin", new Breaking(200_000)));

    assertThat(error.code()).isEqualTo(CoreError.STREAM);
    assertThat(error).hasRootCauseMessage("broken off");
    assertThat(count("broken")).isZero();
    settled(database());
  }

  @Test
  default void a_target_that_takes_no_more_ends_the_copy() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("full");
          }
        };

    WeirException error =
        failure(
            () -> database().copyOut("copy (select generate_series(1, 10000000)) to stdout", full));

    assertThat(error.code()).isEqualTo(CoreError.STREAM);
    settled(database());
  }

  @Test
  default void a_transaction_holds_its_copies_together_with_its_statements() {
    table("bound", "n int");
    try (Transaction transaction = database().begin(TransactionOptions.DEFAULT)) {
      transaction.copyIn("copy bound from stdin", bytes("1\n2\n"));
      transaction.update("insert into bound values (3)");
      ByteArrayOutputStream inside = new ByteArrayOutputStream();
      assertThat(transaction.copyOut("copy bound to stdout", inside)).isEqualTo(3);
    }
    assertThat(count("bound")).isZero();

    database()
        .transaction(transaction -> transaction.copyIn("copy bound from stdin", bytes("1\n")));

    assertThat(out("copy bound to stdout")).isEqualTo("1\n");
  }

  @Test
  default void who_may_only_read_copies_out_and_not_in_and_hides_no_write_in_a_copy() {
    table("guarded", "n int");
    database()
        .update(
            "create or replace function contract_sneak() returns int language sql volatile"
                + " as 'insert into guarded values (1) returning n'");

    as(Role.VIEWER)
        .run(() -> {
          assertThat(out("copy guarded to stdout")).isEmpty();
          assertThat(
                  failure(() -> database().copyIn("copy guarded from stdin", bytes("1\n"))).code())
              .isEqualTo(CoreError.NOT_READ_ONLY);
          assertThat(failure(() -> out("copy (select contract_sneak()) to stdout")).code())
              .isEqualTo(DatabaseError.READ_ONLY);
        });
    try (Transaction reader = database().begin(TransactionOptions.DEFAULT.readOnly(true))) {
      assertThat(
              failure(() ->
                      reader.copyOut(
                          "copy (select contract_sneak()) to stdout",
                          OutputStream.nullOutputStream()))
                  .code())
          .isEqualTo(DatabaseError.READ_ONLY);
    }

    assertThat(count("guarded")).isZero();
  }

  @Test
  default void files_and_programs_of_the_server_are_for_administrators() {
    table("kept_in", "n int");
    for (String text : List.of("copy kept_in to '/tmp/x'", "copy kept_in from program 'true'")) {
      as(Role.OPERATOR)
          .run(() ->
              assertThat(failure(() -> database().execute(Statement.of(text))).code())
                  .isEqualTo(CoreError.ROLE));
      assertThat(failure(() -> out(text)).code()).isEqualTo(CoreError.WRONG_CALL);
    }
  }

  @Test
  default void each_statement_is_told_the_call_that_it_needs() {
    table("called", "n int");

    assertThat(failure(() -> database().query("copy called to stdout")).code())
        .isEqualTo(CoreError.WRONG_CALL);
    assertThat(failure(() -> database().update("copy called from stdin")).code())
        .isEqualTo(CoreError.WRONG_CALL);
    assertThat(failure(() -> out("select 1")).code()).isEqualTo(CoreError.WRONG_CALL);
    assertThat(failure(() -> out("copy called from stdin")).code()).isEqualTo(CoreError.WRONG_CALL);
    assertThat(failure(() -> database().copyIn("copy called to stdout", bytes(""))).code())
        .isEqualTo(CoreError.WRONG_CALL);
  }

  @Test
  default void a_copy_ends_by_its_timeout_and_by_a_cancel() throws Exception {
    String slow = "copy (select pg_sleep(60)) to stdout";
    OutputStream nowhere = OutputStream.nullOutputStream();

    assertThat(
            failure(() ->
                    database().copyOut(Statement.of(slow).timeout(Duration.ofMillis(300)), nowhere))
                .code())
        .isEqualTo(CoreError.DEADLINE);
    Cancellation cancellation = new Cancellation();
    Thread.ofVirtual()
        .start(() -> {
          await()
              .until(() ->
                  count(
                          "pg_stat_activity where state = 'active' and query like 'copy (select"
                              + " pg_sleep%'")
                      > 0);
          cancellation.cancel();
        });
    assertThat(failure(() -> cancellation.call(() -> database().copyOut(slow, nowhere))).code())
        .isEqualTo(CoreError.CANCELLED);
    settled(database());
  }

  @Test
  default void a_copy_that_goes_on_is_limited_in_its_waits_only() throws Exception {
    table("steady", "n bigint");
    OpenDatabase hasty =
        open(builder ->
            builder.timeouts(
                new dev.weir.api.Definition.Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(700),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(100),
                    Duration.ofMillis(700),
                    Duration.ofSeconds(1))));

    assertThat(hasty.copyIn("copy steady from stdin", new Slow())).isEqualTo(20);
    assertThat(count("steady")).isEqualTo(20);
  }

  @Test
  default void a_connection_that_is_cut_during_a_copy_is_told_and_leaves_nothing() {
    DatabaseServer server = ownServer();
    if (!server.running()) {
      server.start();
    }
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase database = open(proxy.url(server), builder -> builder);
      database.update("drop table if exists cut_off");
      database.update("create table cut_off (n bigint)");

      WeirException in =
          failure(() -> database.copyIn("copy cut_off from stdin", new Cutting(1_000_000, proxy)));
      proxy.cutAfterBytes(1 << 20);
      WeirException out =
          failure(() ->
              database.copyOut(
                  "copy (select generate_series(1, 1000000)) to stdout",
                  OutputStream.nullOutputStream()));
      proxy.restore();

      assertThat(in.code()).isEqualTo(DatabaseError.CONNECTION_LOST_DURING);
      assertThat(out.code()).isEqualTo(DatabaseError.CONNECTION_LOST_DURING);
      await()
          .ignoreExceptionsInstanceOf(WeirException.class)
          .until(() ->
              database
                      .query("select count(*) from cut_off")
                      .first(row -> row.longAt(0))
                      .orElseThrow()
                  == 0);
    }
  }

  /** So many numbers, one a line, made as they are read. */
  class Numbers extends InputStream {
    private final long last;
    private long next = 1;
    private byte[] block = new byte[0];
    private int at;

    Numbers(long last) {
      this.last = last;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (at == block.length) {
        if (next > last) {
          return -1;
        }
        StringBuilder lines = new StringBuilder();
        for (long end = Math.min(last, next + 5_000 - 1); next <= end; next++) {
          lines.append(next).append('\n');
        }
        block = lines.toString().getBytes(StandardCharsets.US_ASCII);
        at = 0;
      }
      int count = Math.min(length, block.length - at);
      System.arraycopy(block, at, into, offset, count);
      at += count;
      return count;
    }
  }

  /** Numbers that break off after the last. */
  final class Breaking extends Numbers {
    Breaking(long last) {
      super(last);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count < 0) {
        throw new IOException("broken off");
      }
      return count;
    }
  }

  /** Numbers on whose way the connection is cut. */
  final class Cutting extends Numbers {
    private final FaultProxy proxy;
    private long given;

    Cutting(long last, FaultProxy proxy) {
      super(last);
      this.proxy = proxy;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (given < 1 << 20 && given + count >= 1 << 20) {
        proxy.cut();
      }
      given += count;
      return count;
    }
  }

  /** Twenty numbers in two seconds. */
  final class Slow extends InputStream {
    private int next;

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (next == 20) {
        return -1;
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      into[offset] = (byte) ('0' + next++ % 10);
      into[offset + 1] = '\n';
      return 2;
    }
  }

  /** Counts what it is given and forgets it. */
  final class Counted extends OutputStream {
    private long count;

    @Override
    public void write(int octet) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }
}
