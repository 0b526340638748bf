package dev.weir.connector.redis;

import dev.weir.api.DataType;
import dev.weir.api.Effect;
import dev.weir.api.Schema;
import dev.weir.api.Schema.Table;
import dev.weir.api.Schema.TableColumn;
import dev.weir.api.Schema.TableKind;
import dev.weir.api.SchemaFilter;
import dev.weir.spi.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a database of Redis seems to hold: keys grouped by what stands before the first colon, from
 * a sample of at most 10,000 keys of {@code SCAN}. Counts are projected from the sample to {@code
 * DBSIZE}, bytes from {@code MEMORY USAGE} of a few keys of each group: all of it is an estimate,
 * and a rare group may be missing.
 */
final class Keyspace {
  private static final int SAMPLE = 10_000;
  private static final int WEIGHED = 20;

  private final Link link;
  private final Deadline deadline;
  private final Map<String, Group> groups = new TreeMap<>();
  private int sampled;

  Keyspace(Link link, Deadline deadline) {
    this.link = link;
    this.deadline = deadline;
  }

  /** Keys with a common prefix. */
  private static final class Group {
    private final TreeSet<String> types = new TreeSet<>();
    private int keys;
    private int weighed;
    private long bytes;
  }

  Schema schema(SchemaFilter filter) {
    List<byte[]> page = new ArrayList<>();
    Scan scan = new Scan("SCAN", List.of(Texts.bytes("SCAN")), Link.PIPELINE, this::run);
    while (sampled + page.size() < SAMPLE && scan.hasNext()) {
      page.add(bytes(scan.next()[0]));
      if (page.size() == Link.PIPELINE) {
        add(page, filter);
        page.clear();
      }
    }
    boolean complete = !scan.hasNext();
    add(page, filter);
    long total = run(List.of(Texts.bytes("DBSIZE"))) instanceof Reply.Whole size ? size.value() : 0;
    List<Table> tables = new ArrayList<>();
    groups.forEach((name, group) -> tables.add(table(name, group, complete, total)));
    return new Schema(tables);
  }

  private Reply run(List<byte[]> command) {
    Reply reply = link.run(command, deadline, Effect.NONE);
    if (reply instanceof Reply.Fault fault) {
      throw RedisErrors.fault(fault.text(), link.node(), Effect.NONE);
    }
    return reply;
  }

  private static byte[] bytes(@org.jspecify.annotations.Nullable Object cell) {
    return cell instanceof byte[] binary ? binary : Texts.bytes(String.valueOf(cell));
  }

  private void add(List<byte[]> keys, SchemaFilter filter) {
    sampled += keys.size();
    List<Group> of = new ArrayList<>();
    List<List<byte[]>> types = new ArrayList<>();
    List<Group> heavy = new ArrayList<>();
    List<List<byte[]>> weights = new ArrayList<>();
    for (byte[] key : keys) {
      String name = group(key);
      if (!filter.matches("", name)) {
        continue;
      }
      Group group = groups.computeIfAbsent(name, _ -> new Group());
      group.keys++;
      of.add(group);
      types.add(List.of(Texts.bytes("TYPE"), key));
      if (group.weighed < WEIGHED) {
        group.weighed++;
        heavy.add(group);
        weights.add(List.of(Texts.bytes("MEMORY"), Texts.bytes("USAGE"), key));
      }
    }
    note(of, link.runAll(types, deadline, Effect.NONE));
    weigh(heavy, link.runAll(weights, deadline, Effect.NONE));
  }

  /** The name of a key's group: {@code patient} for {@code patient:7}. */
  static String group(byte[] key) {
    String pattern = RedisLanguage.pattern(key);
    int colon = pattern.indexOf(':');
    return colon > 0 ? pattern.substring(0, colon) : pattern;
  }

  private static void note(List<Group> groups, List<Reply> types) {
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) instanceof Reply.Bulk type && !type.text().equals("none")) {
        groups.get(i).types.add(type.text());
      }
    }
  }

  private static void weigh(List<Group> groups, List<Reply> weights) {
    for (int i = 0; i < weights.size(); i++) {
      if (weights.get(i) instanceof Reply.Whole bytes) {
        groups.get(i).bytes += bytes.value();
      } else {
        groups.get(i).weighed--;
      }
    }
  }

  private Table table(String name, Group group, boolean complete, long total) {
    long rows = complete ? group.keys : Math.round((double) total * group.keys / sampled);
    long bytes = group.weighed == 0 ? -1 : Math.round((double) group.bytes / group.weighed * rows);
    return new Table(
        "",
        name,
        TableKind.KEYSPACE,
        columns(group),
        new Schema.Key("key", List.of("key")),
        List.of(),
        List.of(),
        List.of(),
        rows,
        bytes,
        String.join(", ", group.types)
            + (complete
                ? "; all keys seen, size estimated"
                : "; estimated from " + sampled + " of " + total + " keys"));
  }

  private static List<TableColumn> columns(Group group) {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(column("key", DataType.TEXT, "key"));
    String type = group.types.size() == 1 ? group.types.first() : "mixed";
    switch (type) {
      case "string" -> columns.add(column("value", DataType.TEXT, type));
      case "hash" -> columns.add(column("fields", DataType.MAP, type));
      case "list", "set" -> columns.add(column("values", DataType.ARRAY, type));
      case "zset" -> columns.add(column("scores", DataType.MAP, type));
      case "stream" -> columns.add(column("entries", DataType.ARRAY, type));
      default -> columns.add(column("value", DataType.OTHER, type));
    }
    return columns;
  }

  private static TableColumn column(String name, DataType type, String nativeType) {
    return new TableColumn(name, type, nativeType, false, null, false, null);
  }
}
