package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.operations.backup.SqlCheck;
import dev.weir.operations.backup.Verified;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.spi.backup.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Prove a backup: read all of it, restore it into a scratch server, compare the tables,",
      "run the engine's checks and one's own. Appended to its manifest; ends with 3 when not good."
    })
final class BackupVerifyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose backup.")
  private String database = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      defaultValue = "latest",
      description = "As `weir backup list` tells it, or latest.")
  private String id = "latest";

  @Option(names = "--checksums-only", description = "Read all of it, and restore nothing.")
  private boolean checksumsOnly;

  @Option(
      names = "--check",
      paramLabel = "SQL=VALUE",
      description = "A statement, and what its first column must be; may be given several times.")
  private List<String> checks = new ArrayList<>();

  @Option(names = "--from", paramLabel = "NAME", description = "One of the copies, by name.")
  private @Nullable String from;

  BackupVerifyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (checksumsOnly && !checks.isEmpty()) {
      throw wrong("--check needs a restore; leave --checksums-only out.");
    }
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    VerifyOrder order =
        new VerifyOrder(
            !checksumsOnly,
            checks.stream().map(BackupVerifyCommand::check).toList(),
            open.home().location(from));
    String name = OpenBackups.name(database);
    Verified verified =
        open.change("backup verify", name, job -> open.backups().verify(name, id, order, job));
    tell(verified);
    return verified.good() ? ExitCode.DONE : ExitCode.FINDINGS;
  }

  /** The last equals sign is the one that parts them, as statements hold others. */
  static SqlCheck check(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw wrong("A check is written as SQL=VALUE, such as 'select count(*) from clinics=7'.");
    }
    String sql = text.substring(0, equals).strip();
    return new SqlCheck(sql, sql, text.substring(equals + 1).strip());
  }

  private static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }

  private void tell(Verified verified) throws IOException {
    if (!cli.output().forPeople()) {
      Listing rows = Listing.of("database", "id", "check", "object", "outcome", "detail");
      for (Finding each : verified.proof().findings()) {
        rows.add(
            verified.backup().database(),
            verified.backup().id(),
            each.check(),
            each.object(),
            each.outcome().name().toLowerCase(Locale.ROOT),
            each.detail());
      }
      cli.print(rows);
      return;
    }
    cli.say(
        "The " + verified.backup().describe() + (verified.good() ? " is good." : " IS NOT GOOD."));
    for (Finding each : verified.proof().findings()) {
      cli.say("  " + line(each));
    }
  }

  static String line(Finding each) {
    return String.format(
        "%-8s %s%s: %s",
        each.outcome().name().toLowerCase(Locale.ROOT),
        each.check(),
        each.object().isEmpty() ? "" : " " + each.object(),
        each.detail());
  }
}
