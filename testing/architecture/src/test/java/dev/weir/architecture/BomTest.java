package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BomTest {
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(weir(?:-[a-z-]+)?)</artifactId>");

  @Test
  void theBomNamesEveryPublishedArtifact() {
    List<String> named =
        ARTIFACT
            .matcher(Checkout.read(Checkout.root().resolve("bom/pom.xml")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(named)
        .doesNotHaveDuplicates()
        .containsAll(Checkout.publishedModules().stream().map(BomTest::artifact).toList());
  }

  @Test
  void theBomIsOfTheSameVersion() {
    Pattern version =
        Pattern.compile("<artifactId>weir-(?:parent|bom)</artifactId>\\s*<version>([^<]+)");

    assertThat(first(version, "bom/pom.xml")).isEqualTo(first(version, "pom.xml"));
  }

  /** The first artifact of a module's pom after that of its parent. */
  private static String artifact(String module) {
    String pom = Checkout.read(Checkout.root().resolve(module).resolve("pom.xml"));
    return first(ARTIFACT, pom.substring(pom.indexOf("</parent>")), module);
  }

  private static String first(Pattern pattern, String file) {
    return first(pattern, Checkout.read(Checkout.root().resolve(file)), file);
  }

  private static String first(Pattern pattern, String text, String file) {
    var found = pattern.matcher(text);
    assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
    return found.group(1);
  }
}
