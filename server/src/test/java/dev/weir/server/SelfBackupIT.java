package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weir itself is backed up and comes back on what could be another machine: the steps of
 * docs/disaster-recovery.md.
 */
class SelfBackupIT {
  private final DatabaseServer postgresql = Servers.postgresql15();

  @TempDir Path folder;

  private CommandLine home(String name) throws Exception {
    Path home = Files.createDirectories(folder.resolve(name));
    return new CommandLine(new Home(home));
  }

  private CommandLine configured(String name) throws Exception {
    CommandLine weir = home(name);
    Files.writeString(
        weir.home().configuration(),
        """
        settings:
          backup:
            repository: %s
        """
            .formatted(folder.resolve("repository")));
    return weir;
  }

  private static String done(CommandLine weir, String... words) throws Exception {
    CommandLine.Ended ended = weir.run(words);
    assertThat(ended.code()).as("%s: %s%s", words[0], ended.out(), ended.err()).isZero();
    return ended.out();
  }

  private void addADatabase(CommandLine weir) throws Exception {
    String url =
        "postgresql://%s@127.0.0.1:%d/%s"
            .formatted(postgresql.user(), postgresql.port(), postgresql.database());
    CommandLine.Ended added =
        weir.typing(
            postgresql.password() + "\n", "database", "add", "mine", url, "--password-stdin");
    assertThat(added.code()).as(added.err()).isZero();
  }

  @Test
  @Tag("long")
  void a_lost_home_comes_back_with_its_store_its_secrets_and_its_catalog() throws Exception {
    CommandLine lost = configured("lost");
    Path keys = folder.resolve("keys.json");
    done(lost, "up", "--detach", "--port", "0");
    try {
      addADatabase(lost);
      done(lost, "backup", "create", "--self");
      done(lost, "backup", "verify", "weir-home");
      done(lost, "backup", "key", "export", keys.toString());
    } finally {
      done(lost, "down");
    }
    CommandLine helper = configured("helper");
    Path found = folder.resolve("found");

    CommandLine.Ended keyless =
        helper.run("restore", "weir-home", "--into-folder", found.toString());
    done(helper, "backup", "key", "import", keys.toString());
    done(helper, "restore", "weir-home", "--into-folder", found.toString());

    assertThat(keyless.code()).isNotZero();
    assertThat(keyless.err()).contains("is not here").doesNotContain("\tat ");
    CommandLine weir = home("found");
    done(weir, "up", "--detach", "--port", "0");
    try {
      assertThat(done(weir, "database", "list", "-o", "ndjson")).contains("\"mine\"", "\"demo\"");
      assertThat(done(weir, "query", "mine", "select 7 as n", "-o", "ndjson"))
          .isEqualTo("{\"n\":7}\n");
      assertThat(done(weir, "backup", "list", "weir-home", "-o", "ndjson")).contains("weir-home");
    } finally {
      done(weir, "down");
    }
  }

  @Test
  void without_a_store_the_command_says_what_to_do() throws Exception {
    CommandLine.Ended none = configured("empty").run("backup", "create", "--self");
    CommandLine.Ended both = configured("empty").run("backup", "create", "clinic", "--self");

    assertThat(none.code()).isNotZero();
    assertThat(none.err()).contains("BACKUP-010", "weir up").doesNotContain("\tat ");
    assertThat(both.code()).isNotZero();
  }
}
