package dev.weir.monitor.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.spi.monitor.Plan;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads what EXPLAIN (FORMAT XML) answers. */
final class PlanXml {
  private static final List<String> CONDITIONS =
      List.of(
          "Join-Type",
          "Index-Cond",
          "Recheck-Cond",
          "Hash-Cond",
          "Merge-Cond",
          "Join-Filter",
          "Filter",
          "Rows-Removed-by-Filter",
          "Sort-Method",
          "Sort-Space-Used",
          "Sort-Space-Type",
          "Strategy",
          "Subplan-Name",
          "Heap-Fetches",
          "Temp-Written-Blocks");

  private PlanXml() {}

  static Plan read(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element query =
          child(
              factory
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(xml)))
                  .getDocumentElement(),
              "Query");
      Plan.Node root = node(child(query, "Plan"));
      Double planning = number(facts(query).get("Planning-Time"));
      return new Plan(root, root.seconds() != null, planning == null ? null : planning / 1000);
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw Failed.because(CoreError.BUG, "The plan that the database told cannot be read.", e);
    }
  }

  private static Plan.Node node(Element plan) {
    Map<String, String> facts = facts(plan);
    Double millis = number(facts.get("Actual-Total-Time"));
    Double loops = number(facts.get("Actual-Loops"));
    return new Plan.Node(
        facts.getOrDefault("Node-Type", "?"),
        on(facts),
        detail(facts),
        number(facts.get("Total-Cost")),
        number(facts.get("Plan-Rows")),
        number(facts.get("Actual-Rows")),
        loops == null ? 1 : loops,
        millis == null ? null : millis / 1000,
        children(plan));
  }

  private static @Nullable String on(Map<String, String> facts) {
    String table = facts.get("Relation-Name");
    String index = facts.get("Index-Name");
    if (table == null) {
      return index == null ? facts.getOrDefault("Function-Name", facts.get("CTE-Name")) : index;
    }
    return index == null ? table : table + " by " + index;
  }

  private static List<String> detail(Map<String, String> facts) {
    List<String> detail = new ArrayList<>();
    for (String name : CONDITIONS) {
      String value = facts.get(name);
      if (value != null && !value.equals("0")) {
        detail.add(
            name.replace('-', ' ')
                + ": "
                + (name.endsWith("Cond") || name.endsWith("Filter") && !name.startsWith("Rows")
                    ? redacted(value)
                    : value));
      }
    }
    return detail;
  }

  /** Conditions hold the statement's values. */
  static String redacted(String condition) {
    return condition
        .replaceAll("'(?:[^']|'')*'", "?")
        .replaceAll("(?<![\\w$\"])-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?(?![\\w\"])", "?");
  }

  private static List<Plan.Node> children(Element plan) {
    List<Plan.Node> children = new ArrayList<>();
    Element plans = find(plan, "Plans");
    if (plans != null) {
      for (Node each = plans.getFirstChild(); each != null; each = each.getNextSibling()) {
        if (each instanceof Element element && element.getTagName().equals("Plan")) {
          children.add(node(element));
        }
      }
    }
    return children;
  }

  private static Map<String, String> facts(Element element) {
    Map<String, String> facts = new TreeMap<>();
    for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element fact && !fact.getTagName().equals("Plans")) {
        facts.put(fact.getTagName(), fact.getTextContent());
      }
    }
    return facts;
  }

  private static Element child(Element parent, String name) {
    Element found = find(parent, name);
    if (found == null) {
      throw Failed.because(CoreError.BUG, "The plan that the database told has no " + name + ".");
    }
    return found;
  }

  private static @Nullable Element find(Element parent, String name) {
    for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static @Nullable Double number(@Nullable String text) {
    return text == null ? null : Double.valueOf(text);
  }
}
