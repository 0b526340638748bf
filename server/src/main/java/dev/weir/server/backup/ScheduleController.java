package dev.weir.server.backup;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The schedules of all servers that share the store. */
@RestController
class ScheduleController {
  private final Schedules schedules;

  ScheduleController(Schedules schedules) {
    this.schedules = schedules;
  }

  @GetMapping("/v1/backups/schedules")
  List<Schedules.View> all() {
    Permission.everyTenant();
    return schedules.all();
  }
}
