package dev.weir.server.report;

import dev.weir.api.Rejected;
import dev.weir.operations.report.ReportError;
import dev.weir.server.operation.Operation;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The schedules of reports of all servers that share the store. */
@RestController
class ReportScheduleController {
  private static final String PATH = "/v1/reports/schedules";

  private final ReportSchedules schedules;
  private final ReportTable table;
  private final ReportRun run;

  ReportScheduleController(ReportSchedules schedules, ReportTable table, ReportRun run) {
    this.schedules = schedules;
    this.table = table;
    this.run = run;
  }

  @GetMapping(PATH)
  List<ReportSchedules.View> all() {
    return schedules.all();
  }

  @PostMapping(PATH + "/{name}/run")
  ResponseEntity<Operation> run(@PathVariable String name) {
    Operation begun =
        run.now(
            table
                .find(name)
                .orElseThrow(() ->
                    Rejected.because(
                        ReportError.UNKNOWN_SCHEDULE,
                        "There is no schedule of reports of the name " + name + ".")));
    return ResponseEntity.accepted()
        .header(HttpHeaders.LOCATION, "/v1/operations/" + begun.id())
        .body(begun);
  }
}
