package dev.weir.server.health;

import dev.weir.api.Health;
import dev.weir.api.Health.Status;
import dev.weir.server.backup.BackupAdvice;
import dev.weir.server.query.Databases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** How the server is, for whoever starts and watches it; and how its databases are. */
@RestController
class HealthController {
  private final Databases databases;
  private final HealthWatch watch;
  private final BackupAdvice backups;

  HealthController(Databases databases, HealthWatch watch, BackupAdvice backups) {
    this.backups = backups;
    this.databases = databases;
    this.watch = watch;
  }

  /**
   * All databases, as they were seen last.
   *
   * @param seen null before the first look
   */
  record All(Status status, @Nullable Instant seen, List<Health> databases) {}

  /** The process answers. */
  @GetMapping("/v1/health/live")
  Map<String, Status> live() {
    return Map.of("status", Status.UP);
  }

  /** It can do its work: the store answers. */
  @GetMapping("/v1/health/ready")
  ResponseEntity<Map<String, Status>> ready() {
    boolean ready = watch.storeAnswers();
    return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(Map.of("status", ready ? Status.UP : Status.DOWN));
  }

  @GetMapping("/v1/health")
  All all() {
    HealthWatch.Seen seen = watch.databases();
    Status worst =
        seen.databases().stream().map(Health::status).max(Status::compareTo).orElse(Status.UP);
    return new All(worst, seen.at(), backups.added(seen.databases()));
  }

  /** Asks the database now. */
  @GetMapping("/v1/databases/{name}/health")
  Health one(@PathVariable String name) {
    return backups.added(List.of(databases.named(name).health())).getFirst();
  }
}
