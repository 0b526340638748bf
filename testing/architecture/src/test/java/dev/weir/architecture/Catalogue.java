package dev.weir.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.weir.api.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every error that Weir can report, from the catalogues of all modules. */
final class Catalogue {
  private static final Map<String, String> AREAS =
      Map.ofEntries(
          Map.entry("BACKUP", "What backups and restores report."),
          Map.entry("WEIR", "What Weir itself reports, whatever the engine."),
          Map.entry("LITEBACKUP", "What the backup method for SQLite reports."),
          Map.entry("PGBACKUP", "What the backup methods for PostgreSQL report."),
          Map.entry("SQL", "What databases report, in the same words for every engine."),
          Map.entry("CLI", "What the command line itself reports."),
          Map.entry("SERVER", "What the server itself reports."),
          Map.entry("S3", "What object stores of the S3 protocol report."),
          Map.entry("AZURE", "What Azure Blob Storage reports."),
          Map.entry("GCS", "What Google Cloud Storage reports."),
          Map.entry("ADVICE", "What advice, and what carries it out, report."));

  private Catalogue() {}

  /** The enums that are catalogues. */
  static List<JavaClass> enums() {
    return House.CLASSES.stream()
        .filter(type -> type.isAssignableTo(ErrorCode.class) && !type.isInterface())
        .sorted(Comparator.comparing(JavaClass::getName))
        .toList();
  }

  static List<ErrorCode> codes() {
    List<ErrorCode> codes = new ArrayList<>();
    for (JavaClass type : enums()) {
      for (Object constant : type.reflect().getEnumConstants()) {
        codes.add((ErrorCode) constant);
      }
    }
    codes.sort(Comparator.comparing(ErrorCode::id));
    return codes;
  }

  /** The reference page, in Markdown: by area, then by number. */
  static String markdown() {
    Map<String, List<ErrorCode>> areas = new TreeMap<>();
    codes().forEach(code -> areas.computeIfAbsent(area(code), _ -> new ArrayList<>()).add(code));
    StringBuilder page =
        new StringBuilder(
            """
            # Errors

            This page is generated from the catalogues in the code.

            Every error that Weir reports has a code that never changes its meaning. The kind says who
            must act: `rejected` the caller, `denied` a policy, `unavailable` nobody, for the same
            request may succeed later, `failed` whoever looks after the database or the system, `bug`
            those who make Weir. Where *again* says yes, the same request may succeed when it is sent
            again unchanged.
            """);
    areas.forEach((area, codes) -> {
      page.append("\n## ").append(area).append("\n\n");
      if (AREAS.containsKey(area)) {
        page.append(AREAS.get(area)).append("\n\n");
      }
      page.append("| code | kind | again | what it is | what to do |\n|---|---|---|---|---|\n");
      codes.forEach(code -> page.append(row(code)));
    });
    return page.toString();
  }

  static String area(ErrorCode code) {
    return code.id().substring(0, code.id().lastIndexOf('-'));
  }

  private static String row(ErrorCode code) {
    return "| <a id=\"%s\"></a>`%s` | %s | %s | %s | %s |\n"
        .formatted(
            code.id().toLowerCase(java.util.Locale.ROOT),
            code.id(),
            code.kind().name().toLowerCase(java.util.Locale.ROOT),
            code.retryable() ? "yes" : "no",
            cell(code.summary()),
            cell(code.nextStep()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace('\n', ' ');
  }
}
