package dev.weir.operations.report;

import dev.weir.api.Rejected;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON, with numbers as they are; what is written is read again to be compared. */
public final class JsonPage {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private JsonPage() {}

  public static String of(Report report) {
    return JSON.writeValueAsString(report) + "\n";
  }

  /**
   * A report that was written earlier.
   *
   * @throws Rejected with {@code REPORT-001}
   */
  public static Report read(String text) {
    try {
      Report report = JSON.readValue(text, Report.class);
      if (report != null) {
        return report;
      }
    } catch (JacksonException | NullPointerException e) {
      // Told below: a part that is missing is null to the record that wants it.
    }
    throw Rejected.because(
        ReportError.NOT_A_REPORT, "The text is not a report in JSON as Weir writes it.");
  }
}
