package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs/} that follows from the code. */
final class GeneratedPage {
  private GeneratedPage() {}

  /**
   * Fails when the page is not what the code says; with {@code -Dweir.docs=write} it is written
   * instead.
   */
  static void check(String name, String content) throws IOException {
    Path page = Checkout.root().resolve("docs").resolve(name);
    if ("write".equals(System.getProperty("weir.docs"))) {
      Files.writeString(page, content);
    }
    assertThat(page).isRegularFile();
    assertThat(Files.readString(page))
        .as(
            "docs/%s; renew it with ./mvnw test -pl testing/architecture -am -Dweir.docs=write -Dtest='*ReferenceTest' -Dsurefire.failIfNoSpecifiedTests=false",
            name)
        .isEqualTo(content);
  }
}
