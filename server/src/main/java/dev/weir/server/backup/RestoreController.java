package dev.weir.server.backup;

import dev.weir.engine.OpenDatabase;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.server.backup.RestoreResults.Made;
import dev.weir.server.backup.RestoreResults.Plan;
import dev.weir.server.backup.RestoreResults.Written;
import dev.weir.server.operation.Operation;
import dev.weir.server.query.Databases;
import dev.weir.spi.backup.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Restores: planned, made, undone, and written as patches. */
@RestController
class RestoreController {
  private static final String PATH = "/v1/restores";

  private final ServerBackups backups;
  private final BackupWork work;
  private final Databases databases;
  private final Answers answers;
  private final Patches patches;

  RestoreController(
      ServerBackups backups,
      BackupWork work,
      Databases databases,
      Answers answers,
      Patches patches) {
    this.backups = backups;
    this.work = work;
    this.databases = databases;
    this.answers = answers;
    this.patches = patches;
  }

  /** The restores from the repository, newest first. */
  @GetMapping(PATH)
  List<Made> list() {
    Permission.everyTenant();
    return backups.with(
        home -> home.backups().restores().reversed().stream().map(Made::of).toList());
  }

  @PostMapping(PATH + "/plan")
  Plan plan(@RequestBody RestoreRequests.Restore body) {
    return Plan.of(planned(body));
  }

  private RestorePlan planned(RestoreRequests.Restore body) {
    return backups.with(home -> home.backups().plan(body.order(home, databases)));
  }

  /** What would be refused later is refused at once. */
  @PostMapping(PATH)
  ResponseEntity<Operation> restore(
      @RequestBody RestoreRequests.Restore body,
      @RequestParam(required = false) @Nullable String wait) {
    Answers.check(wait);
    RestorePlan plan = planned(body);
    confirmed(plan.confirmation(), plan.target(), body.confirm());
    if (!plan.obstacles().isEmpty()) {
      throw BackupError.REQUIREMENT_MISSING.because(
          "The "
              + plan.backup().describe()
              + " cannot be restored into "
              + plan.target()
              + ". "
              + String.join(" ", plan.obstacles()));
    }
    return answers.accepted(
        work.start(
            "restore",
            name(plan.order().destination()),
            (home, job) -> Made.of(home.backups().restore(plan, body.confirm(), job))),
        wait);
  }

  private static void confirmed(Optional<String> wanted, String target, @Nullable String said) {
    wanted
        .filter(each -> !each.equals(said))
        .ifPresent(each -> {
          throw BackupError.NOT_CONFIRMED.because(
              "The restore into "
                  + target
                  + " was not confirmed with the name "
                  + each
                  + "; send it as confirm.");
        });
  }

  private static String name(Destination destination) {
    return switch (destination) {
      case Destination.Server server -> server.subject().name();
      case Destination.Folder folder -> folder.path().toString();
    };
  }

  @PostMapping(PATH + "/undo")
  ResponseEntity<Operation> undo(
      @RequestBody RestoreRequests.Undo body,
      @RequestParam(required = false) @Nullable String wait) {
    Answers.check(wait);
    Destination destination = backups.with(home -> body.destination(home, databases));
    Optional<String> wanted = RestorePlan.confirmation(destination);
    confirmed(wanted, name(destination), body.confirm());
    return answers.accepted(
        work.start(
            "restore.undo",
            name(destination),
            (home, job) ->
                Made.of(home.backups().undo(body.restore(), destination, body.confirm(), job))),
        wait);
  }

  @PostMapping(PATH + "/patch")
  ResponseEntity<Operation> patch(
      @RequestBody RestoreRequests.Patch body,
      @RequestParam(required = false) @Nullable String wait) {
    Answers.check(wait);
    String name = BackupRequests.named(body.database());
    String id = body.backup() == null ? "latest" : body.backup();
    Scope part = body.part();
    Permission.tenantOf(part);
    OpenDatabase living = databases.named(body.into() == null ? name : body.into());
    backups.with(home -> home.backups().show(name, id));
    UUID patch = UUID.randomUUID();
    Path file = patches.file(patch);
    return answers.accepted(
        work.start(
            "restore.patch",
            name,
            (home, job) -> {
              var made = home.backups().patch(name, id, part, home.subject(living), file, job);
              return new Written(made.backup(), made.bytes(), PATH + "/patches/" + patch);
            }),
        wait);
  }

  /** The statements of a patch, to be read and run by a person. */
  @GetMapping(path = PATH + "/patches/{id}", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<Resource> read(@PathVariable String id) {
    Path file =
        uuid(id)
            .flatMap(patches::find)
            .orElseThrow(() ->
                BackupError.UNKNOWN_BACKUP.because(
                    "This server has no patch " + id + "; patches are kept for a week."));
    return ResponseEntity.ok(new FileSystemResource(file));
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
