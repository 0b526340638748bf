package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages for emergencies tell people to type must be there when they do. */
class PlaybooksTest {
  private static final Path PAGES = Path.of("..", "docs", "playbooks");
  private static final Pattern COMMAND = Pattern.compile("(?m)(?:^|`)weir ([a-z][^`\\n]*)");

  @Test
  void everyCommandThatAPlaybookNamesIsThere() throws Exception {
    List<String> unknown = new ArrayList<>();
    int seen = 0;
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.toList()) {
        Matcher command = COMMAND.matcher(Files.readString(page));
        while (command.find()) {
          seen++;
          String problem = problem(command.group(1).split("\\s+"));
          if (!problem.isEmpty()) {
            unknown.add(page.getFileName() + ": weir " + command.group(1) + ": " + problem);
          }
        }
      }
    }

    assertThat(seen).isGreaterThan(25);
    assertThat(unknown).isEmpty();
  }

  /** The first word that its command does not know; empty when it knows all. */
  private static String problem(String... words) {
    CommandLine command = Commands.commandLine(new Cli(Console.ofProcess()));
    for (String word : words) {
      if (command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
      } else if (word.startsWith("--")) {
        if (command.getCommandSpec().findOption(word) == null) {
          return word;
        }
      } else if (command.getCommandSpec().userObject() instanceof Group) {
        return word;
      }
    }
    return "";
  }
}
