package dev.weir.backup.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CopyTextTest {
  @Test
  void nullAndEmptyAndEscapesAreToldApart() {
    assertThat(CopyText.row("a\t\\N\t\tb\\tc\\nd\\\\e\t\\\\N"))
        .containsExactly("a", null, "", "b\tc\nd\\e", "\\N");
  }

  @Test
  void linesEndWhereTheMarkIsAndNotBefore() throws IOException {
    byte[] mark = "the-end".getBytes(StandardCharsets.US_ASCII);
    byte[] text =
        "one\nthe-end of it\n\nthe-end\nanother answer\n".getBytes(StandardCharsets.UTF_8);
    CopyLines lines = new CopyLines(new ByteArrayInputStream(text), mark);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    long bytes = lines.copy(out);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\nthe-end of it\n\n");
    assertThat(bytes).isEqualTo(19);
    assertThat(lines.ended()).isTrue();
  }

  @Test
  void anAnswerThatBreaksOffIsNotTakenForAWholeOne() throws IOException {
    CopyLines lines =
        new CopyLines(
            new ByteArrayInputStream("one\ntw".getBytes(StandardCharsets.UTF_8)),
            "end".getBytes(StandardCharsets.US_ASCII));

    lines.copy(new ByteArrayOutputStream());

    assertThat(lines.ended()).isFalse();
  }
}
