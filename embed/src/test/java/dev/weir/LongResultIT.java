package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongResultIT {
  @ParameterizedTest
  @CsvSource({
    "0, 10000000;row 10000000;false",
    "5, 5;row 5;true",
    "9999999, 9999999;row 9999999;true",
    "10000000, 10000000;row 10000000;false"
  })
  void ten_million_rows_pass_through_a_heap_of_40_megabytes(long most, String told)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:+UseSerialGC",
                RowCounter.class.getName(),
                Servers.postgresql15().url(),
                Long.toString(most)));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();

    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(out.strip()).isEqualTo(told);
  }
}
