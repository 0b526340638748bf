package dev.weir.operations.backup;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A backup restored into a scratch server, to be looked at; the server ends when it is closed. */
final class TrialRestore implements AutoCloseable {
  private final Workplace workplace;
  private final Scratch scratch;
  private final Engine engine;
  private final Subject subject;
  private final Duration took;

  private TrialRestore(
      Workplace workplace, Scratch scratch, Engine engine, Subject subject, Duration took) {
    this.workplace = workplace;
    this.scratch = scratch;
    this.engine = engine;
    this.subject = subject;
    this.took = took;
  }

  /**
   * @throws RestoreFailed when the restore itself fails, which speaks against the backup; what else
   *     is thrown speaks against this machine
   */
  static TrialRestore of(
      Repository repository,
      BackupMethod method,
      List<Manifest> chain,
      Scope scope,
      Workplace workplace,
      Job job) {
    Manifest last = chain.getLast();
    job.step("Start a scratch server");
    Scratch scratch =
        guarded(
            method,
            last,
            job,
            () -> method.scratch(repository.content(last), workplace.folder("scratch"), job));
    @Nullable Engine engine = null;
    try {
      Path folder = scratch.folder();
      if (folder == null) {
        start(method, last, scratch, job);
      }
      engine = engine(scratch);
      Subject subject = subject(scratch, engine);
      RestoreTarget target = target(folder, subject, workplace);
      Duration took = restored(repository, method, chain, scope, target, job);
      if (folder != null) {
        start(method, last, scratch, job);
      }
      return new TrialRestore(workplace, scratch, engine, subject, took);
    } catch (RuntimeException failed) {
      close(engine);
      scratch.close();
      throw failed;
    }
  }

  private static void start(BackupMethod method, Manifest last, Scratch scratch, Job job) {
    guarded(
        method,
        last,
        job,
        () -> {
          scratch.start(job);
          return scratch;
        });
  }

  private static <T> T guarded(BackupMethod method, Manifest last, Job job, Guarded.Body<T> body) {
    return Guarded.run(job, method.name(), last.database(), Optional::empty, body);
  }

  /** The restore of a proof has failed. */
  static final class RestoreFailed extends RuntimeException {
    private final WeirException why;

    RestoreFailed(WeirException why) {
      super(why);
      this.why = why;
    }

    WeirException why() {
      return why;
    }
  }

  private static RestoreTarget target(@Nullable Path folder, Subject subject, Workplace workplace) {
    return folder == null
        ? new RestoreTarget.Living(workplace.source(subject, "restore", Map.of()))
        : new RestoreTarget.Folder(folder);
  }

  private static Duration restored(
      Repository repository,
      BackupMethod method,
      List<Manifest> chain,
      Scope scope,
      RestoreTarget target,
      Job job) {
    job.step("Restore into the scratch server");
    long began = System.nanoTime();
    RestoreRequest request =
        new RestoreRequest(target, new RestorePoint.OfBackup(), scope, 1, true, Map.of());
    try {
      guarded(
          method,
          chain.getLast(),
          job,
          () -> {
            method.restore(Chains.content(repository, chain), request, job);
            return request;
          });
    } catch (WeirException failed) {
      throw job.isCancelled() || Storages.failed(failed) ? failed : new RestoreFailed(failed);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Engine engine(Scratch scratch) {
    String password = scratch.password().get();
    Definition definition =
        password == null
            ? scratch.definition()
            : scratch.definition().toBuilder().password(Secret.of(password)).build();
    return new Engine(Connectors.installed(), List.of(definition), Secret::reveal);
  }

  private static Subject subject(Scratch scratch, Engine engine) {
    Definition definition = engine.definitions().get(scratch.definition().name());
    return new Subject(
        engine.database(scratch.definition().name()),
        definition == null ? scratch.definition() : definition,
        scratch.password());
  }

  Subject subject() {
    return subject;
  }

  BackupSource source(String name) {
    return workplace.source(subject, name, Map.of());
  }

  /** How long the restore took, without the start of the server. */
  Duration took() {
    return took;
  }

  @Override
  public void close() {
    try {
      close(engine);
    } finally {
      scratch.close();
    }
  }

  private static void close(@Nullable Engine engine) {
    if (engine != null) {
      engine.close(Duration.ofSeconds(1));
    }
  }
}
