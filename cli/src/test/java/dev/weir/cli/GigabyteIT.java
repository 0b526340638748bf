package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pgbench database of 1 GB, written to all the time: each method takes it and proves what it has
 * taken. {@code -Dweir.pgbench-scale=7} makes it a tenth.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GigabyteIT {
  private static final String CONSISTENT =
      "select (select sum(abalance) from pgbench_accounts) = (select sum(delta) from"
          + " pgbench_history) and (select sum(bbalance) from pgbench_branches) = (select"
          + " sum(tbalance) from pgbench_tellers)=true";

  @TempDir static Path folder;
  private DatabaseServer server;
  private Run.In weir;

  @BeforeAll
  void aGigabyte() throws Exception {
    server =
        Servers.freshPostgresql15(
            Map.of("max_wal_senders", "4", "max_wal_size", "4GB", "shared_buffers", "256MB"));
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          bench: {url: "%s"}
        settings:
          backup:
            repository: repo
        """
            .formatted(server.adminUrl()));
    weir = Run.In.home(folder);
    int scale = Integer.getInteger("weir.pgbench-scale", 68);
    Process filled = pgbench("--initialize", "--quiet", "--scale=" + scale);
    assertThat(filled.waitFor()).isZero();
  }

  @AfterAll
  void end() {
    server.close();
  }

  private Process pgbench(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("pgbench"));
    command.addAll(List.of(options));
    command.add(server.database());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("pgbench.log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "PGHOST", server.host(),
                "PGPORT", Integer.toString(server.port()),
                "PGUSER", "postgres",
                "PGPASSWORD", server.adminUrl().replaceFirst(".*://[^:]+:([^@]+)@.*", "$1")));
    return builder.start();
  }

  private long written() {
    Run run = weir.run("query", "bench", "select count(*) from pgbench_history", "-o", "csv");
    return Long.parseLong(run.out().lines().skip(1).findFirst().orElse("0").strip());
  }

  @ParameterizedTest
  @CsvSource({"pg_dump, database", "pg_basebackup, cluster"})
  void each_method_proves_what_it_takes_under_write_load(String method, String scope)
      throws Exception {
    Process writers = pgbench("--client=2", "--time=3600", "--no-vacuum");
    try {
      long before = written();
      await().until(() -> written() > before + 100);

      Run created =
          weir.run(
              "backup", "create", "bench", "--method", method, "--scope", scope, "--jobs", "2");

      long after = written();
      assertThat(created.code()).as(created.err()).isEqualTo(ExitCode.DONE);
      await().until(() -> written() > after);
    } finally {
      writers.destroy();
      writers.waitFor();
    }
    Run verified = weir.run("backup", "verify", "bench", "--check", CONSISTENT);
    assertThat(verified.code()).as(verified.out() + verified.err()).isEqualTo(ExitCode.DONE);
    assertThat(verified.out()).contains("is good");
    assertThat(Files.readString(folder.resolve("pgbench.log"), StandardCharsets.UTF_8))
        .doesNotContain("aborted");
  }
}
