package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.ImportOrder;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.operations.backup.Restored;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.stream.Imports;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Read a dump that another tool wrote: plain or compressed, and encrypted by",
      "`openssl enc -aes-256-cbc` or not; its passphrase is backup.encryption-key.",
      "Restores it, or writes it as it was before, for the engine's own tool."
    })
final class BackupImportCommand implements Callable<Integer> {
  private static final Map<String, String> METHODS =
      Map.of("MYSQL", "mysqldump", "MARIADB", "mysqldump", "SQLITE", "sqlite", "REDIS", "redis");
  private static final Map<String, String> FILES =
      Map.of("mysqldump", "dump.sql", "sqlite", "database.sqlite", "redis", "dump.rdb");

  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "The dump.")
  private Path file = Path.of("");

  @Option(
      names = "--into",
      paramLabel = "DB",
      description = "Restore it into this database, of MySQL, MariaDB or SQLite.")
  private @Nullable String into;

  @Option(
      names = "--write",
      paramLabel = "OUT",
      description = "Write it to this new file, or to standard output (-), for psql and the like.")
  private @Nullable String write;

  @Option(names = "--clean", description = "What is in the target may be replaced.")
  private boolean clean;

  @Option(names = "--no-safety", description = "Take no backup of the target first; no undo then.")
  private boolean noSafety;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The name of the target, which a production database asks for.")
  private @Nullable String confirmation;

  BackupImportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if ((into == null) == (write == null)) {
      throw wrong("Give either --into or --write.");
    }
    Path dump = cli.console().directory().resolve(file);
    if (!Files.isReadable(dump)) {
      throw wrong("The file " + dump + " cannot be read.");
    }
    String target = into;
    return target == null
        ? write(dump)
        : OpenBackups.using(cli, open -> restore(open, dump, target)).call();
  }

  private int write(Path dump) throws IOException {
    Secret passphrase = passphrase();
    try (InputStream plain = Imports.open(dump, passphrase)) {
      if ("-".equals(write)) {
        plain.transferTo(cli.console().out());
        cli.console().out().flush();
        return ExitCode.DONE;
      }
      Path to = cli.console().directory().resolve(String.valueOf(write));
      try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
        plain.transferTo(out);
      } catch (java.nio.file.FileAlreadyExistsException there) {
        throw Rejected.because(
            CoreError.INVALID_OPTION, "The file " + to + " exists already.", there);
      }
      cli.progress("Written to " + to + ".");
      return ExitCode.DONE;
    }
  }

  private int restore(OpenBackups open, Path dump, String target) throws IOException {
    Subject subject = open.subject(target);
    String type = subject.definition().type().toUpperCase(Locale.ROOT);
    String method = METHODS.get(type);
    if (method == null) {
      throw wrong(
          "A dump of "
              + subject.definition().type()
              + " cannot be restored so; write it with --write, and hand it to the engine's own"
              + " tool, such as psql.");
    }
    Destination destination = new Destination.Server(subject);
    ImportOrder order =
        new ImportOrder(
            dump,
            passphrase(),
            method,
            String.valueOf(FILES.get(method)),
            destination,
            clean,
            clean && !noSafety,
            Map.of());
    String typed = confirmed(destination, subject);
    Restored restored =
        open.change(
            "backup import", subject.name(), job -> open.backups().restoreFile(order, typed, job));
    new RestorePlanText(cli).tell(restored);
    return ExitCode.DONE;
  }

  private @Nullable String confirmed(Destination destination, Subject subject) {
    if (RestorePlan.confirmation(destination).isPresent()) {
      return confirmation != null
          ? confirmation
          : cli.ask("Type the name of the database to overwrite it (" + subject.name() + "):");
    }
    if (clean) {
      cli.confirm("Replace what is in " + subject.name() + "?");
    }
    return null;
  }

  private @Nullable Secret passphrase() {
    Secret configured = cli.workspace().load().settings().backup().encryptionKey();
    if (configured == null) {
      return null;
    }
    String revealed = cli.workspace().secrets().resolve(configured);
    return revealed == null ? null : Secret.of(revealed);
  }

  private static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }
}
