import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Tells what a run of the tests came to: {@code java testing/Summary.java SECONDS} in the folder of
 * the checkout, where SECONDS is when the run began, since 1970. It reads the reports that are
 * younger than that, the coverage, and what Maven said of its modules in {@code target/test.log}.
 * Ends with 1 when anything failed; tests that passed only when they were run again are told.
 */
final class Summary {
  private static final Path COVERAGE =
      Path.of("testing/architecture/target/site/jacoco-aggregate/jacoco.csv");

  private final long since;
  private final Map<String, Count> modules = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> unstable = new ArrayList<>();

  private Summary(long since) {
    this.since = since;
  }

  public static void main(String[] arguments) throws Exception {
    Summary summary = new Summary(Long.parseLong(arguments[0]) * 1000);
    summary.readReports();
    summary.readLog();
    summary.print();
    System.exit(summary.failures.isEmpty() ? 0 : 1);
  }

  private void readReports() throws Exception {
    for (Path report : reports()) {
      Element suite =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getDocumentElement();
      Path module = report.getParent().getParent().getParent();
      modules.merge(module.toString(), Count.of(suite), Count::plus);
      collectFailures(suite);
    }
  }

  private List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.find(Path.of(""), 6, (file, _) -> report(file))) {
      return files.filter(this::young).toList();
    }
  }

  private static boolean report(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TEST-")
        && name.endsWith(".xml")
        && file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports");
  }

  private boolean young(Path file) {
    return Files.exists(file) && file.toFile().lastModified() >= since;
  }

  private void collectFailures(Element suite) {
    NodeList tests = suite.getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      Element test = (Element) tests.item(i);
      for (Node node = test.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element mark && mark.getTagName().matches("failure|error")) {
          failures.add(told(test, mark));
        } else if (node instanceof Element mark && mark.getTagName().matches("flaky(Failure|Error)")) {
          unstable.add(told(test, mark));
        }
      }
    }
  }

  private static String told(Element test, Element mark) {
    String message = mark.getAttribute("message").strip().lines().findFirst().orElse("");
    return test.getAttribute("classname") + "." + test.getAttribute("name") + ": " + message;
  }

  private void print() throws IOException {
    System.out.printf("%n%-28s %7s %7s %7s %8s%n", "module", "tests", "failed", "skipped", "seconds");
    Count all = new Count(0, 0, 0, 0);
    for (Map.Entry<String, Count> module : modules.entrySet()) {
      System.out.println(module.getValue().line(module.getKey()));
      all = all.plus(module.getValue());
    }
    System.out.println(all.line("all"));
    if (young(COVERAGE)) {
      System.out.println("coverage: " + coverage());
      System.out.println("          " + COVERAGE.resolveSibling("index.html"));
    }
    unstable.forEach(test -> System.out.println("UNSTABLE (passed when run again)  " + test));
    failures.forEach(failure -> System.out.println("FAILED  " + failure));
  }

  /** Lines and branches that a test ran through, of all that there are. */
  private static String coverage() throws IOException {
    Map<String, long[]> sums = new LinkedHashMap<>();
    List<String> rows = Files.readAllLines(COVERAGE);
    List<String> head = List.of(rows.getFirst().split(","));
    for (String kind : List.of("LINE", "BRANCH")) {
      int missed = head.indexOf(kind + "_MISSED");
      int covered = head.indexOf(kind + "_COVERED");
      long[] sum = sums.computeIfAbsent(kind, _ -> new long[2]);
      for (String row : rows.subList(1, rows.size())) {
        String[] cells = row.split(",");
        sum[0] += Long.parseLong(cells[covered]);
        sum[1] += Long.parseLong(cells[missed]) + Long.parseLong(cells[covered]);
      }
    }
    return share(sums.get("LINE")) + " of lines, " + share(sums.get("BRANCH")) + " of branches";
  }

  private static String share(long[] sum) {
    return sum[1] == 0 ? "none" : "%.1f %%".formatted(100.0 * sum[0] / sum[1]);
  }

  /**
   * What Maven calls failed or left out at its end, and dependencies that are not right: these fail
   * here and not in their module, so that they keep no other from being tested.
   */
  private void readLog() throws IOException {
    Path log = Path.of("target/test.log");
    if (!young(log)) {
      return;
    }
    String module = "";
    String wrong = null;
    for (String line : Files.readAllLines(log)) {
      if (line.contains(":analyze-only ")) {
        module = line.replaceAll(".*@ (\\S+) ---", "$1");
      } else if (line.matches("\\[WARNING] .* dependencies found:")) {
        wrong = line.replaceAll("\\[WARNING] (.*) dependencies found:", "$1");
      } else if (wrong != null && line.matches("\\[WARNING]    \\S+:\\S+")) {
        failures.add(module + ": " + wrong + " dependency " + line.substring(13));
      } else {
        wrong = null;
        unfinished(line);
      }
    }
  }

  private void unfinished(String line) {
    if (line.startsWith("[ERROR]") && line.matches(".*([Ff]orked VM|in the fork|starting fork).*")) {
      failures.add("a process of tests ended before its tests did: " + line.substring(8));
    } else if (line.matches("\\[INFO] .* FAILURE \\[.*]")) {
      failures.add(line.replaceAll("\\[INFO] (.*?) \\.+ .*", "$1: the build of this module failed"));
    } else if (line.matches("\\[INFO] .* SKIPPED")) {
      failures.add(
          line.replaceAll("\\[INFO] (.*?) \\.+ .*", "$1: left out, since what it needs failed"));
    }
  }

  /** How many tests ran, and how long they took. */
  private record Count(int tests, int failed, int skipped, double seconds) {
    static Count of(Element suite) {
      return new Count(
          number(suite, "tests"),
          number(suite, "failures") + number(suite, "errors"),
          number(suite, "skipped"),
          Double.parseDouble(suite.getAttribute("time").replace(",", "")));
    }

    private static int number(Element suite, String name) {
      String text = suite.getAttribute(name);
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    Count plus(Count other) {
      return new Count(
          tests + other.tests,
          failed + other.failed,
          skipped + other.skipped,
          seconds + other.seconds);
    }

    String line(String name) {
      return "%-28s %7d %7d %7d %8.0f".formatted(name, tests, failed, skipped, seconds);
    }
  }
}
