package dev.weir.cli;

import dev.weir.api.Failed;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Manifest.Proof;
import dev.weir.spi.backup.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a backup: its facts and verifications; as JSON, its manifest as it is.")
final class BackupShowCommand implements Callable<Integer> {
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

  BackupShowCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    Manifest backup = open.backups().show(OpenBackups.name(database), id);
    if (cli.output() == Format.JSON) {
      document(open, backup);
    } else if (cli.output().forPeople()) {
      people(backup);
    } else {
      cli.print(BackupRows.of(false, java.util.List.of(backup)));
    }
    return ExitCode.DONE;
  }

  private void document(OpenBackups open, Manifest backup) throws IOException {
    var repository = open.backups().primary();
    String key = repository.place(backup) + "manifest.json";
    try (InputStream manifest = repository.store().read(key, 0)) {
      manifest.transferTo(cli.console().out());
      cli.say("");
    } catch (java.nio.file.NoSuchFileException gone) {
      throw Failed.because(CliError.STREAM, "The " + backup.describe() + " was removed.", gone);
    }
  }

  private void people(Manifest backup) throws IOException {
    Listing facts = Listing.of("key", "value");
    facts.add("database", backup.database());
    facts.add("id", backup.id());
    facts.add("state of", backup.consistentAt().toString());
    facts.add("method", backup.method());
    facts.add("level", backup.level().name().toLowerCase(java.util.Locale.ROOT));
    if (backup.base() != null) {
      facts.add("builds on", backup.base());
    }
    facts.add("scope", Scopes.text(backup.scope()));
    facts.add("server", backup.type() + " " + backup.server().version());
    facts.add("size", Bytes.text(backup.sizes().source()));
    facts.add("stored", Bytes.text(backup.sizes().stored()) + ", files: " + backup.files().size());
    facts.add("took", Durations.millis(backup.took()) + " ms");
    facts.add("compression", backup.compression().name().toLowerCase(java.util.Locale.ROOT));
    Manifest.Encryption encryption = backup.encryption();
    facts.add(
        "encryption",
        encryption == null ? "none" : encryption.algorithm() + ", key " + encryption.key());
    facts.add(
        "tables", backup.tallies().isEmpty() ? backup.tallied() : backup.tallies().size() + "");
    backup.position().forEach((name, value) -> facts.add(name, value));
    backup.labels().forEach((name, value) -> facts.add("label " + name, value));
    Manifest.Hold hold = backup.hold();
    if (hold != null) {
      facts.add("hold", hold.reason() + " (" + hold.by() + ", " + hold.since() + ")");
    }
    cli.print(facts);
    for (Proof proof : backup.proofs()) {
      cli.say(
          proof.at() + " verified by " + proof.level() + ": " + (proof.good() ? "good" : "FAILED"));
      for (Finding each : proof.findings()) {
        if (each.outcome() != Finding.Outcome.OK) {
          cli.say("  " + BackupVerifyCommand.line(each));
        }
      }
    }
  }
}
