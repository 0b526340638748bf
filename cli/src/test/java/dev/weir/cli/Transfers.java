package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Transactions without end, by a client program that reads statements: each adds to a history and
 * to a total, so that a state in which they differ holds half of one.
 */
final class Transfers implements AutoCloseable {
  /** The tables that they write to, for a client program. */
  static final String TABLES =
      "create table history (id int primary key, delta int not null);"
          + "create table total (id int primary key, amount int not null);"
          + "insert into total values (1, 0);";

  /** Whether a state is one between two transactions, as a check of a proof. */
  static final String WHOLE =
      "select case when (select coalesce(sum(delta), 0) from history) = (select amount from total)"
          + " then 'whole' else 'half' end as v=whole";

  private final String log;
  private final GigabyteSite site;
  private final Process client;
  private final Thread writer;
  private volatile boolean going = true;
  private volatile int written;

  private Transfers(GigabyteSite site, String log, Process client, String begin) {
    this.site = site;
    this.log = log;
    this.client = client;
    writer = Thread.ofPlatform().name("transfers").start(() -> write(begin));
  }

  static Transfers by(
      GigabyteSite site, Map<String, String> variables, String begin, String... command)
      throws IOException {
    String log = "transfers";
    return new Transfers(site, log, site.start(log, variables, List.of(command)), begin);
  }

  private void write(String begin) {
    try (OutputStream in = client.getOutputStream()) {
      for (int i = 1; going; i++) {
        String one =
            "%s; insert into history values (%d, %d); update total set amount = amount + %d; commit;%n"
                .formatted(begin, i, i % 100, i % 100);
        in.write(one.getBytes(StandardCharsets.UTF_8));
        in.flush();
        written = i;
        Thread.sleep(5);
      }
    } catch (IOException | InterruptedException ended) {
      // close() looks at how the client has ended
    }
  }

  int written() {
    return written;
  }

  @Override
  public void close() throws InterruptedException {
    going = false;
    writer.join();
    assertThat(client.waitFor()).as(site.said(log)).isZero();
  }
}
