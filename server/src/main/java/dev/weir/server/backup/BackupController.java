package dev.weir.server.backup;

import dev.weir.api.Caller;
import dev.weir.backups.HomeBackups;
import dev.weir.engine.OpenDatabase;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.PrunePlan;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.server.backup.BackupResults.Method;
import dev.weir.server.backup.BackupResults.Needed;
import dev.weir.server.backup.BackupResults.Proven;
import dev.weir.server.backup.BackupResults.Pruned;
import dev.weir.server.backup.BackupResults.Taken;
import dev.weir.server.boot.Paging;
import dev.weir.server.operation.Operation;
import dev.weir.server.query.Databases;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Backups: taken, listed, proven, held, pruned and copied, as the configuration says. */
@RestController
class BackupController {
  private static final String PATH = "/v1/backups";

  private final ServerBackups backups;
  private final BackupWork work;
  private final Databases databases;
  private final Answers answers;
  private final JsonMapper json;

  BackupController(
      ServerBackups backups,
      BackupWork work,
      Databases databases,
      Answers answers,
      JsonMapper json) {
    this.backups = backups;
    this.work = work;
    this.databases = databases;
    this.answers = answers;
    this.json = json;
  }

  @GetMapping(PATH)
  ResponseEntity<Paging.Page<BackupSummary>> list(
      @RequestParam(required = false) @Nullable String database,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    Permission.everyTenant();
    int most = Paging.limit(limit);
    String before = cursor == null ? null : Paging.decode(cursor);
    Listing listing = backups.with(home -> home.backups().list(database, home.location(from)));
    List<BackupSummary> found =
        Stream.concat(
                listing.backups().stream().map(BackupSummary::of),
                listing.damaged().stream().map(BackupSummary::of))
            .sorted(Comparator.comparing(BackupSummary::order).reversed())
            .filter(each -> before == null || each.order().compareTo(before) < 0)
            .limit(most + 1L)
            .toList();
    return Paging.answer(PATH, found, most, BackupSummary::order);
  }

  @PostMapping(PATH)
  ResponseEntity<Operation> create(
      @RequestBody BackupRequests.Create body,
      @RequestParam(required = false) @Nullable String wait) {
    Answers.check(wait);
    OpenDatabase database = databases.named(BackupRequests.named(body.database()));
    Permission.tenantOf(body.part());
    CreateOrder order = backups.with(body::order);
    boolean prune = Boolean.TRUE.equals(body.prune());
    if (prune) {
      Permission.everyTenant();
    }
    return answers.accepted(
        work.start("backup.create", database.name(), creation(database, order, prune)), wait);
  }

  static BackupWork.Task<Taken> creation(OpenDatabase database, CreateOrder order, boolean prune) {
    return (home, job) -> {
      var created = home.backups().create(home.subject(database), order, job);
      PrunePlan pruned =
          prune ? home.backups().prune(database.name(), home.retention(), null, job) : null;
      return Taken.of(created, pruned);
    };
  }

  static BackupWork.Task<List<String>> archiving(
      OpenDatabase database, Map<String, String> options) {
    return (home, job) -> home.backups().collectLog(home.subject(database), options, job);
  }

  /** What each method that can take such a backup needs, and whether it is there. */
  @PostMapping(PATH + "/check")
  List<Method> check(@RequestBody BackupRequests.Create body) {
    OpenDatabase database = databases.named(BackupRequests.named(body.database()));
    Permission.tenantOf(body.part());
    return backups.with(home ->
        home.check(home.subject(database), body.order(home)).stream()
            .map(each ->
                new Method(
                    each.method(),
                    each.summary(),
                    each.ready(),
                    each.requirements().stream().map(Needed::of).toList()))
            .toList());
  }

  /** The manifest as it is in the repository. */
  @GetMapping(PATH + "/{database}/{id}")
  JsonNode show(@PathVariable String database, @PathVariable String id) {
    Permission.everyTenant();
    return backups.with(home -> manifest(home, database, id));
  }

  private JsonNode manifest(HomeBackups home, String database, String id) {
    Manifest backup = home.backups().show(database, id);
    Repository repository = home.backups().primary();
    try (InputStream text =
        repository.store().read(repository.place(backup) + "manifest.json", 0)) {
      return json.readTree(text);
    } catch (IOException gone) {
      throw BackupError.UNKNOWN_BACKUP.because(
          "The " + backup.describe() + " was removed just now.", gone);
    }
  }

  @PostMapping(PATH + "/{database}/{id}/verify")
  ResponseEntity<Operation> verify(
      @PathVariable String database,
      @PathVariable String id,
      @RequestBody BackupRequests.Verify body,
      @RequestParam(required = false) @Nullable String wait) {
    Permission.everyTenant();
    Answers.check(wait);
    VerifyOrder order = backups.with(body::order);
    known(database, id, order.from());
    return answers.accepted(
        work.start("backup.verify", database, verification(database, id, order)), wait);
  }

  static BackupWork.Task<Proven> verification(String database, String id, VerifyOrder order) {
    return (home, job) -> Proven.of(home.backups().verify(database, id, order, job));
  }

  private void known(String database, String id, @Nullable String from) {
    Manifest _ =
        backups.with(home ->
            from == null
                ? home.backups().show(database, id)
                : home.backups().list(database, from).backups().stream()
                    .filter(each -> id.equals("latest") || each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                        BackupError.UNKNOWN_BACKUP.because(
                            "There is no backup " + id + " of " + database + " in " + from + ".")));
  }

  @PutMapping(PATH + "/{database}/{id}/hold")
  BackupSummary hold(
      @PathVariable String database,
      @PathVariable String id,
      @RequestBody BackupRequests.Hold body) {
    Permission.everyTenant();
    String reason = body.reason();
    if (reason == null || reason.isBlank()) {
      throw BackupRequests.wrong("The body names no reason.");
    }
    String time = body.time();
    Instant until = time == null ? null : Instant.now().plus(BackupRequests.span("time", time));
    String by = Caller.current().principal().name();
    return work.change(
        "backup.hold",
        database + " " + id,
        (home, _) -> BackupSummary.of(home.backups().hold(database, id, reason, by, until)));
  }

  @DeleteMapping(PATH + "/{database}/{id}/hold")
  BackupSummary release(@PathVariable String database, @PathVariable String id) {
    Permission.everyTenant();
    return work.change(
        "backup.release",
        database + " " + id,
        (home, _) -> BackupSummary.of(home.backups().release(database, id)));
  }

  /** What pruning would do; changes nothing. */
  @PostMapping(PATH + "/prune/plan")
  Pruned planPrune(@RequestBody BackupRequests.Prune body) {
    Permission.everyTenant();
    return backups.with(home ->
        Pruned.of(
            home.backups()
                .planPrune(body.database(), home.retention(), home.location(body.from()))));
  }

  @PostMapping(PATH + "/prune")
  ResponseEntity<Operation> prune(
      @RequestBody BackupRequests.Prune body,
      @RequestParam(required = false) @Nullable String wait) {
    Permission.everyTenant();
    Answers.check(wait);
    return answers.accepted(
        work.start("backup.prune", target(body.database()), pruning(body.database(), body.from())),
        wait);
  }

  static BackupWork.Task<Pruned> pruning(@Nullable String database, @Nullable String from) {
    return (home, job) ->
        Pruned.of(home.backups().prune(database, home.retention(), home.location(from), job));
  }

  @PostMapping(PATH + "/gc")
  ResponseEntity<Operation> collect(
      @RequestBody BackupRequests.Collect body,
      @RequestParam(required = false) @Nullable String wait) {
    Permission.everyTenant();
    Answers.check(wait);
    boolean dryRun = Boolean.TRUE.equals(body.dryRun());
    return answers.accepted(
        work.start("backup.gc", "*", (home, job) -> home.backups().gc(dryRun, job)), wait);
  }

  @PostMapping(PATH + "/copy")
  ResponseEntity<Operation> copy(
      @RequestBody BackupRequests.Copy body,
      @RequestParam(required = false) @Nullable String wait) {
    Permission.everyTenant();
    Answers.check(wait);
    return answers.accepted(
        work.start(
            "backup.copy",
            target(body.database()),
            (home, job) -> home.backups().copy(body.database(), job)),
        wait);
  }

  /** How each database of the catalog stands. */
  @GetMapping(PATH + "/standings")
  List<StandingView> standings() {
    Permission.everyTenant();
    return backups.with(home ->
        home.backups().standings(databases.names(), home.objectives()).stream()
            .map(StandingView::of)
            .toList());
  }

  private static String target(@Nullable String database) {
    return database == null ? "*" : database;
  }
}
