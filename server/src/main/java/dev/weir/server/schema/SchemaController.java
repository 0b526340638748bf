package dev.weir.server.schema;

import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.server.query.Databases;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Schemas, tables, columns, keys and indexes of a database. */
@RestController
class SchemaController {
  private final Databases databases;

  SchemaController(Databases databases) {
    this.databases = databases;
  }

  @GetMapping("/v1/databases/{name}/schema")
  Schema schema(@PathVariable String name, @RequestParam(required = false) @Nullable String table) {
    return databases
        .named(name)
        .schema(table == null || table.isBlank() ? SchemaFilter.ALL : SchemaFilter.parse(table));
  }
}
