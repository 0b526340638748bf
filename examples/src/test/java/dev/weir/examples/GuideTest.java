package dev.weir.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every piece of Java in the README and the pages of {@code docs/} stands word for word in a
 * compiled example. A piece is preceded by {@code <!-- example: File#name -->}, and in the file it
 * lies between {@code // tag::name[]} and {@code // end::name[]}.
 */
class GuideTest {
  private static final Pattern PIECE =
      Pattern.compile("(?:<!-- example: (\\w+)#([\\w-]+) -->\n)?```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyPieceOfJavaIsCompiledCode() throws IOException {
    List<String> seen = new ArrayList<>();

    for (Path page : pages()) {
      for (MatchResult piece : PIECE.matcher(Files.readString(page)).results().toList()) {
        assertThat(piece.group(1))
            .as("%s: <!-- example: File#name --> before\n%s", page, piece.group(3))
            .isNotNull();
        assertThat(piece.group(3))
            .as("%s: %s#%s", page, piece.group(1), piece.group(2))
            .isEqualTo(region(piece.group(1), piece.group(2)));
        seen.add(piece.group(2));
      }
    }

    assertThat(seen).contains("tour", "jdbi", "two-engines", "spring");
  }

  private static List<Path> pages() throws IOException {
    Path root = root();
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      return Stream.concat(Stream.of(root.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md") && Files.exists(page))
          .sorted()
          .toList();
    }
  }

  private static String region(String file, String name) throws IOException {
    Path source = root().resolve("examples/src/main/java/dev/weir/examples/" + file + ".java");
    List<String> lines = Files.readAllLines(source);
    int begin = indexOf(lines, "// tag::" + name + "[]");
    int end = indexOf(lines, "// end::" + name + "[]");

    assertThat(begin).as("region %s of %s", name, source).isNotNegative().isLessThan(end);
    return String.join("\n", lines.subList(begin + 1, end)).stripIndent() + "\n";
  }

  private static int indexOf(List<String> lines, String mark) {
    return lines.stream().map(String::strip).toList().indexOf(mark);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "no mvnw above");
    }
    return folder;
  }
}
