package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "schema",
    description = "Describe tables and views, or the columns, keys and indexes of one.")
final class SchemaCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "TABLE or SCHEMA.TABLE; * stands for anything.")
  private @Nullable String table;

  @Option(names = "--system", description = "The engine's own schemas too.")
  private boolean system;

  SchemaCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    SchemaFilter named = table == null ? SchemaFilter.ALL : SchemaFilter.parse(table);
    SchemaFilter filter = new SchemaFilter(named.schema(), named.table(), system);
    try (Workspace workspace = cli.workspace()) {
      Schema schema = workspace.database(database).schema(filter);
      if (table != null && schema.tables().isEmpty()) {
        throw Rejected.because(
            CoreError.INVALID_OPTION, "Database " + database + " has no table " + table + ".");
      }
      print(schema);
    }
    return ExitCode.DONE;
  }

  private void print(Schema schema) throws IOException {
    if (!cli.output().forPeople()) {
      cli.print(programs(schema));
    } else if (table == null || schema.tables().size() > 1) {
      cli.print(overview(schema));
    } else {
      describe(cli, schema.tables().getFirst());
    }
  }

  /** All tables, a line each. */
  static Listing overview(Schema schema) {
    Listing listing = Listing.of("schema", "name", "kind", "rows:integer", "size", "comment");
    for (Schema.Table each : schema.tables()) {
      listing.add(
          each.schema(),
          each.name(),
          lower(each.kind()),
          each.estimatedRows() < 0 ? null : each.estimatedRows(),
          size(each.bytes()),
          each.comment());
    }
    return listing;
  }

  /** One table: its columns, then its keys and indexes. */
  static void describe(Cli cli, Schema.Table table) throws IOException {
    Listing columns = Listing.of("column", "type", "nullable:boolean", "default", "comment");
    for (Schema.TableColumn column : table.columns()) {
      columns.add(
          column.name(),
          column.nativeType(),
          column.nullable(),
          column.defaultValue(),
          column.comment());
    }
    cli.print(columns);
    if (table.primaryKey() != null) {
      cli.say("Primary key: " + String.join(", ", table.primaryKey().columns()));
    }
    for (Schema.Index index : table.indexes()) {
      cli.say(
          "Index: "
              + index.name()
              + (index.unique() ? " unique" : "")
              + " ("
              + String.join(", ", index.columns())
              + ")"
              + (index.predicate() == null ? "" : " where " + index.predicate())
              + (index.valid() ? "" : " INVALID"));
    }
    for (Schema.ForeignKey key : table.foreignKeys()) {
      cli.say(
          "Foreign key: "
              + String.join(", ", key.columns())
              + " -> "
              + key.referencedTable()
              + " ("
              + String.join(", ", key.referencedColumns())
              + ")");
    }
  }

  private static Listing programs(Schema schema) {
    Listing listing =
        Listing.of(
            "schema",
            "name",
            "kind",
            "rows:integer",
            "bytes:integer",
            "comment",
            "columns:array",
            "primaryKey:array",
            "uniqueKeys:array",
            "foreignKeys:array",
            "indexes:array");
    for (Schema.Table each : schema.tables()) {
      listing.add(
          each.schema(),
          each.name(),
          lower(each.kind()),
          each.estimatedRows() < 0 ? null : each.estimatedRows(),
          each.bytes() < 0 ? null : each.bytes(),
          each.comment(),
          each.columns().stream().map(SchemaCommand::told).toList(),
          each.primaryKey() == null ? List.of() : each.primaryKey().columns(),
          each.uniqueKeys().stream().map(key -> key.columns()).toList(),
          each.foreignKeys().stream().map(SchemaCommand::told).toList(),
          each.indexes().stream().map(SchemaCommand::told).toList());
    }
    return listing;
  }

  private static Map<String, @Nullable Object> told(Schema.TableColumn column) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("name", column.name());
    told.put("type", lower(column.type()));
    told.put("nativeType", column.nativeType());
    told.put("nullable", column.nullable());
    told.put("default", column.defaultValue());
    told.put("generated", column.generated());
    told.put("comment", column.comment());
    return told;
  }

  private static Map<String, @Nullable Object> told(Schema.ForeignKey key) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("name", key.name());
    told.put("columns", key.columns());
    told.put("referencedSchema", key.referencedSchema());
    told.put("referencedTable", key.referencedTable());
    told.put("referencedColumns", key.referencedColumns());
    told.put("onDelete", key.onDelete());
    return told;
  }

  private static Map<String, @Nullable Object> told(Schema.Index index) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("name", index.name());
    told.put("method", index.method());
    told.put("unique", index.unique());
    told.put("columns", index.columns());
    told.put("predicate", index.predicate());
    told.put("valid", index.valid());
    told.put("bytes", index.bytes() < 0 ? null : index.bytes());
    return told;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static @Nullable String size(long bytes) {
    if (bytes < 0) {
      return null;
    }
    return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KiB" : bytes / (1 << 20) + " MiB";
  }
}
