package dev.weir.cli;

import dev.weir.backups.HomeBackups;
import dev.weir.engine.config.Loaded;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.Backups;
import dev.weir.operations.backup.Job;
import dev.weir.operations.backup.Subject;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The backups of this home, and the databases that they are of. */
final class OpenBackups implements AutoCloseable {
  private final Cli cli;
  private final Workspace workspace;
  private final HomeBackups home;

  private OpenBackups(Cli cli, Workspace workspace, HomeBackups home) {
    this.cli = cli;
    this.workspace = workspace;
    this.home = home;
  }

  static OpenBackups of(Cli cli) {
    Workspace workspace = cli.workspace();
    Loaded loaded = workspace.load();
    loaded.catalog();
    Console console = cli.console();
    return new OpenBackups(
        cli,
        workspace,
        HomeBackups.open(
            cli.home(), loaded.settings(), console.variables(), workspace.directory()));
  }

  HomeBackups home() {
    return home;
  }

  Backups backups() {
    return home.backups();
  }

  /** A database that is looked at or restored into: of the catalog, or named by its URL. */
  Subject subject(String nameOrUrl) {
    return home.subject(workspace.database(nameOrUrl));
  }

  /** Weir itself, by the embedded store of this home. */
  Subject self() {
    return home.self(workspace.database(HomeBackups.store(cli.home())));
  }

  /**
   * Under which name the backups of a database are kept; it need not be in the catalog any more.
   *
   * @throws dev.weir.api.WeirException {@code BACKUP-030} for a URL, as those of two servers may
   *     name the same database
   */
  static String name(String name) {
    if (Workspace.isUrl(name)) {
      throw BackupError.INVALID_NAME.because(
          "Backups are kept under the name of their database in the catalog, and a URL is none. Run"
              + " `weir database add NAME URL`, then say that name here.");
    }
    return name;
  }

  /** Does work that Ctrl-C cancels, and tells how far it is. */
  <T> T run(Function<Job, T> work) {
    Job job = new Job();
    cli.onInterrupt(job::cancel);
    try (BackupProgress _ = BackupProgress.of(cli, job)) {
      return work.apply(job);
    }
  }

  /** Changes something, told in the audit. */
  <T> T change(String what, String which, Function<Job, T> work) {
    return run(job -> new ChangeAudit(cli).of(what, which, () -> work.apply(job)));
  }

  /** What a command does with the backups of this home. */
  interface Use {
    int with(OpenBackups open) throws IOException;
  }

  static Callable<Integer> using(Cli cli, Use use) {
    return () -> {
      try (OpenBackups open = of(cli)) {
        return use.with(open);
      }
    };
  }

  @Override
  public void close() {
    home.close();
    workspace.close();
  }
}
