package dev.weir.engine.config;

import dev.weir.api.Definition;
import dev.weir.engine.config.KnownVariables.Fixed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference page of every key and variable, in Markdown; from the tables of keys. */
public final class ConfigReference {
  private final StringBuilder page = new StringBuilder();

  private ConfigReference() {}

  /** The page. */
  public static String markdown() {
    ConfigReference reference = new ConfigReference();
    reference.write();
    return reference.page.toString();
  }

  private void write() {
    line("# Configuration reference");
    line("");
    line("This page is generated from the table of keys that reads the configuration.");
    line("");
    line("## The file");
    line("");
    line(
        """
        ```yaml
        version: 1
        environment: production
        settings:
          log.level: info
        defaults:
          timeouts: {query: 20s}
        templates:
          clinical:
            type: postgresql
            pool: {min-size: 5, max-size: 50}
        databases:
          patients:
            base: clinical
            host: localhost
            database: patients
            user: app
            password: env://PATIENTS_PASSWORD
        environments:
          production:
            databases:
              patients: {host: db1.example.org}
        ```
        """);
    line("Keys may be nested (`pool: {max-size: 50}`) or dotted (`pool.max-size: 50`).");
    line("Times carry their unit: `500ms`, `30s`, `5m`, `2h`, `1d`, `1m30s`.");
    line("`${NAME}` and `${NAME:default}` take an environment variable; `$${` stands for itself.");
    line("");
    line("What is said earlier in this list wins:");
    line("");
    line("1. the command line");
    line("2. environment variables: `WEIR_<DATABASE>_<KEY>`, then `DB_…`, then the place of");
    line("   `default` (`DATABASE_URL`, then `DB_HOST` …, then libpq's `PG…`)");
    line("3. `environments.<environment>.databases.<name>`");
    line("4. `databases.<name>`");
    line("5. the template named by `base`, then that template's own base");
    line("6. `environments.<environment>.defaults`, then `defaults`");
    line("7. what the environment takes for granted (below)");
    line("8. the connector's default");
    line("");
    line("The environment itself is what the command line names, else `WEIR_ENV`, else");
    line(
        "`environment` in the file, else what "
            + String.join(
                ", ", KnownVariables.DETECTED.stream().map(ConfigReference::code).toList())
            + " name, else development.");
    line("");
    line("## Databases");
    line("");
    keys(DatabaseKeys.TABLE, Definition.builder("name", "").build());
    line("## Settings");
    line("");
    line("Below `settings`. Backup, storage, notification and alert are read and checked for the");
    line("operations that act on them.");
    line("");
    keys(SettingKeys.TABLE, SettingKeys.assemble(new Values(List.of())));
    line("## What each environment takes for granted");
    line("");
    line("| key | development | test | staging | production |");
    line("|---|---|---|---|---|");
    environments(EnvironmentDefaults.table(DatabaseKeys.TABLE));
    environments(EnvironmentDefaults.table(SettingKeys.TABLE));
    line("");
    line("Pool sizes hold for databases on a server, `tls.mode` for servers on other machines.");
    line("");
    line("## Environment variables");
    line("");
    line(
        "`WEIR_<DATABASE>_<KEY>` sets any key of a database that is known:"
            + " `WEIR_PATIENTS_POOL_MAX_SIZE`.");
    line("Entries are written in one line: `WEIR_PATIENTS_TAGS=team=clinical,site=north`.");
    line("");
    line("For every database:");
    line("");
    variables(KnownVariables.TUNING);
    line("For the database `default`, where the file does not say where it is and names no other:");
    line("");
    variables(KnownVariables.LOCATION);
    line("The same as libpq understands them, where none of the above says where it is; with");
    line(
        "`PGPASSFILE` for the password and `PGHOSTADDR` for the host. `PGSERVICE` names a service");
    line(
        "of `PGSERVICEFILE` (else `~/.pg_service.conf`), else of `pg_service.conf` in"
            + " `PGSYSCONFDIR`");
    line("(else in `/etc`), which wins over these variables. Unix sockets are refused.");
    line("");
    variables(KnownVariables.LIBPQ);
    line("For the settings:");
    line("");
    variables(KnownVariables.SETTINGS);
  }

  private <O> void keys(KeyTable<O> table, O defaults) {
    line("| key | type | default | meaning |");
    line("|---|---|---|---|");
    for (Key<O> key : table.keys()) {
      String unless = key.show(key.read().apply(defaults));
      boolean entries = unless.equals("{}");
      line(
          "| `%s` | %s | %s | %s |"
              .formatted(
                  key.path(),
                  key.type().label().replace("|", "\\|"),
                  unless.isEmpty() || entries ? "" : code(unless),
                  key.meaning()));
    }
    line("");
  }

  private void environments(Map<String, List<String>> table) {
    new TreeMap<>(table)
        .forEach((key, values) ->
            line(
                "| `"
                    + key
                    + "` | "
                    + String.join(" | ", values.stream().map(ConfigReference::code).toList())
                    + " |"));
  }

  private void variables(List<Fixed> variables) {
    line("| variable | key | |");
    line("|---|---|---|");
    variables.forEach(
        each -> line("| `" + each.name() + "` | `" + each.path() + "` | " + each.meaning() + " |"));
    line("");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
