package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a program ships is gathered from the scopes of its pom. An artifact that the program's own
 * pom names for tests is left out, even where a module that it ships needs it, and nothing but the
 * command that needs it says so.
 */
class ScopesTest {
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);

  private final Map<String, Map<String, String>> declared = declared();

  @ParameterizedTest
  @ValueSource(strings = {"weir-cli", "weir-server"})
  void aProgramNamesNothingForItsTestsThatItMustShip(String program) {
    Set<String> shipped = new HashSet<>();
    gather(program, shipped);

    assertThat(shipped).contains("weir-api", "weir-runtime-postgresql");
    assertThat(
            declared.getOrDefault(program, Map.of()).entrySet().stream()
                .filter(each -> each.getValue().equals("test"))
                .map(Map.Entry::getKey)
                .filter(shipped::contains))
        .as("write <scope>runtime</scope> for these")
        .isEmpty();
  }

  @Test
  void thePomsAreRead() {
    assertThat(declared.get("weir-cli")).containsEntry("weir-testing-databases", "test");
  }

  private void gather(String artifact, Set<String> into) {
    declared
        .getOrDefault(artifact, Map.of())
        .forEach((needed, scope) -> {
          if (!scope.equals("test") && into.add(needed)) {
            gather(needed, into);
          }
        });
  }

  /** Scopes by artifact, by module. */
  private static Map<String, Map<String, String>> declared() {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (String module : Checkout.publishedModules()) {
      String pom = Checkout.read(Checkout.root().resolve(module).resolve("pom.xml"));
      String own = pom.substring(pom.indexOf("</parent>")).replaceAll("(?s)<build>.*", "");
      all.put(
          value("artifactId", own, ""),
          DEPENDENCY
              .matcher(own)
              .results()
              .map(found -> found.group(1))
              .collect(
                  Collectors.toMap(
                      each -> value("artifactId", each, ""),
                      each -> value("scope", each, "compile"),
                      (one, _) -> one)));
    }
    return all;
  }

  private static String value(String element, String text, String otherwise) {
    var found = Pattern.compile("<" + element + ">([^<]+)</" + element + ">").matcher(text);
    return found.find() ? found.group(1) : otherwise;
  }
}
