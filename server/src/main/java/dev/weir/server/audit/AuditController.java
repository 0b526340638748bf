package dev.weir.server.audit;

import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Who did what, where, when, from where, and what came of it. */
@RestController
class AuditController {
  private static final int MOST = 1_000;

  private final JdbcClient store;

  AuditController(JdbcClient store) {
    this.store = store;
  }

  /** One line, with its place in the audit. */
  record Line(
      long id,
      OffsetDateTime at,
      String principal,
      String role,
      String origin,
      String action,
      String target,
      @Nullable String tenant,
      @Nullable String fingerprint,
      @Nullable String statement,
      @Nullable Long rows,
      @Nullable Long micros,
      String result,
      @Nullable String correlation) {}

  @GetMapping("/v1/audit")
  ResponseEntity<List<Line>> search(
      @RequestParam(required = false) @Nullable String principal,
      @RequestParam(required = false) @Nullable String target,
      @RequestParam(required = false) @Nullable String result,
      @RequestParam(required = false) @Nullable OffsetDateTime from,
      @RequestParam(required = false) @Nullable OffsetDateTime to,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      @RequestParam(defaultValue = "100") int limit) {
    int page = Math.clamp(limit, 1, MOST);
    List<Line> lines =
        store
            .sql(
                """
                select id, at, principal, role, origin, action, target, tenant, fingerprint, statement, rows, micros, result, correlation
                  from audit
                 where id < :before
                   and (:principal::text is null or principal = :principal)
                   and (:target::text is null or target = :target)
                   and (:result::text is null or result = :result)
                   and (:from::timestamptz is null or at >= :from)
                   and (:to::timestamptz is null or at < :to)
                 order by id desc
                 limit :page
                """)
            .param("before", before)
            .param("principal", principal)
            .param("target", target)
            .param("result", result)
            .param("from", from)
            .param("to", to)
            .param("page", page)
            .query(Line.class)
            .list();
    HttpHeaders headers = new HttpHeaders();
    if (lines.size() == page) {
      String next =
          UriComponentsBuilder.fromPath("/v1/audit")
              .queryParam("limit", page)
              .queryParam("before", lines.getLast().id())
              .queryParamIfPresent("principal", java.util.Optional.ofNullable(principal))
              .queryParamIfPresent("target", java.util.Optional.ofNullable(target))
              .queryParamIfPresent("result", java.util.Optional.ofNullable(result))
              .queryParamIfPresent("from", java.util.Optional.ofNullable(from))
              .queryParamIfPresent("to", java.util.Optional.ofNullable(to))
              .encode()
              .build()
              .toUriString();
      headers.add(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
    return new ResponseEntity<>(lines, headers, 200);
  }
}
