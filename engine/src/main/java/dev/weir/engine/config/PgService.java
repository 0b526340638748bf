package dev.weir.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of {@code pg_service.conf} (PostgreSQL manual, section 34.17): connection parameters
 * under a name, told as the variables that mean the same. What it says wins over variables.
 *
 * @param place the service and its file
 * @param variables by their libpq names, such as {@code PGHOST}
 */
record PgService(Place place, Map<String, String> variables) {
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("host", "PGHOST"),
          Map.entry("hostaddr", "PGHOSTADDR"),
          Map.entry("port", "PGPORT"),
          Map.entry("dbname", "PGDATABASE"),
          Map.entry("user", "PGUSER"),
          Map.entry("password", "PGPASSWORD"),
          Map.entry("passfile", "PGPASSFILE"),
          Map.entry("sslmode", "PGSSLMODE"),
          Map.entry("sslrootcert", "PGSSLROOTCERT"),
          Map.entry("sslcert", "PGSSLCERT"),
          Map.entry("sslkey", "PGSSLKEY"),
          Map.entry("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
          Map.entry("connect_timeout", "PGCONNECT_TIMEOUT"),
          Map.entry("application_name", "PGAPPNAME"),
          Map.entry("options", "PGOPTIONS"),
          Map.entry("target_session_attrs", "PGTARGETSESSIONATTRS"));

  static final PgService NONE = new PgService(Place.of("no service"), Map.of());

  /** The service that {@code PGSERVICE} names; none where it names none. */
  static PgService of(Map<String, String> variables, Problems problems) {
    String name = variables.get("PGSERVICE");
    if (name == null) {
      return NONE;
    }
    List<Path> files = files(variables);
    try {
      for (Path file : files) {
        if (Files.isReadable(file)) {
          PgService found = read(file, name, problems);
          if (found != NONE) {
            return found;
          }
        }
      }
    } catch (IOException e) {
      problems.error(
          "databases.default", Place.of("variable PGSERVICE"), e + " while reading it.", null);
      return NONE;
    }
    problems.error(
        "databases.default",
        Place.of("variable PGSERVICE"),
        "There is no service " + name + " in " + files + ".",
        "Name a service that is there, or the file with PGSERVICEFILE.");
    return NONE;
  }

  private static List<Path> files(Map<String, String> variables) {
    String own = variables.get("PGSERVICEFILE");
    return List.of(
        own == null ? Path.of(System.getProperty("user.home"), ".pg_service.conf") : Path.of(own),
        Path.of(variables.getOrDefault("PGSYSCONFDIR", "/etc"), "pg_service.conf"));
  }

  private static PgService read(Path file, String name, Problems problems) throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    boolean inside = false;
    boolean there = false;
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String text = line.strip();
      if (text.startsWith("[")) {
        inside = text.equals("[" + name + "]");
        there |= inside;
      } else if (inside && !text.isEmpty() && !text.startsWith("#")) {
        parameter(found, text, new Place(file.toString(), number, 1), problems);
      }
    }
    return there ? new PgService(Place.of("service " + name + " of " + file), found) : NONE;
  }

  private static void parameter(
      Map<String, String> found, String text, Place place, Problems problems) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals).strip();
    String variable = PARAMETERS.get(key);
    if (equals < 0 || variable == null) {
      problems.warning(
          "databases.default", place, "The parameter " + key + " is not known here.", null);
    } else {
      found.put(variable, text.substring(equals + 1).strip());
    }
  }
}
