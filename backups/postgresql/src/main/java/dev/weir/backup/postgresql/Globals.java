package dev.weir.backup.postgresql;

import dev.weir.spi.backup.BackupContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Roles and tablespaces, as pg_dumpall writes them: one statement a line. */
final class Globals {
  private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^\\s;]+)";
  private static final Pattern ROLE = Pattern.compile("^(?:CREATE|ALTER) ROLE " + NAME + "[ ;].*");
  private static final Pattern TABLESPACE = Pattern.compile("^CREATE TABLESPACE " + NAME + " .*");
  private static final Pattern MEMBER =
      Pattern.compile("^GRANT " + NAME + " TO " + NAME + "[ ;].*");

  private final Map<String, List<String>> roles = new LinkedHashMap<>();
  private final Set<String> tablespaces = new java.util.LinkedHashSet<>();
  private final Map<String, List<String>> memberships = new LinkedHashMap<>();

  private Globals() {}

  static Globals of(String script) {
    Globals globals = new Globals();
    script.lines().forEach(globals::read);
    return globals;
  }

  private void read(String line) {
    Matcher role = ROLE.matcher(line);
    Matcher tablespace = TABLESPACE.matcher(line);
    Matcher member = MEMBER.matcher(line);
    if (role.matches()) {
      roles.computeIfAbsent(plain(role.group(1)), _ -> new ArrayList<>()).add(line);
    } else if (tablespace.matches()) {
      tablespaces.add(plain(tablespace.group(1)));
    } else if (member.matches()) {
      memberships.computeIfAbsent(plain(member.group(2)), _ -> new ArrayList<>()).add(line);
    }
  }

  private static String plain(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  /**
   * The statements that make the roles that are not there; those that are there stay as they are.
   */
  List<String> missing(Psql psql) throws IOException {
    List<String> statements = new ArrayList<>();
    List<String> missing = missingRoles(psql);
    missing.forEach(role -> statements.addAll(roles.getOrDefault(role, List.of())));
    missing.forEach(role -> statements.addAll(memberships.getOrDefault(role, List.of())));
    return statements.stream().map(line -> line.replaceFirst(";$", "")).toList();
  }

  List<String> missingRoles(Psql psql) throws IOException {
    Set<String> there = names(psql, "select rolname from pg_roles");
    return roles.keySet().stream().filter(role -> !there.contains(role)).toList();
  }

  /** Without them everything goes to the default one. */
  static boolean sameTablespaces(Psql psql, BackupContent content) throws IOException {
    if (!content.files().contains(Dump.GLOBALS)) {
      return true;
    }
    Set<String> there = names(psql, "select spcname from pg_tablespace");
    return there.containsAll(of(Contents.text(content, Dump.GLOBALS)).tablespaces);
  }

  private static Set<String> names(Psql psql, String query) throws IOException {
    return psql.rows(psql.anyDatabase(), query).stream()
        .map(row -> String.valueOf(row.getFirst()))
        .collect(Collectors.toSet());
  }

  /** Whether a script gives something to a role. */
  static boolean named(String role, String script) {
    String word = "(?:" + Pattern.quote(Sql.name(role)) + "|" + Pattern.quote(role) + ")";
    return Pattern.compile(
            "(?m)^(?:ALTER|GRANT|REVOKE|CREATE|SET).*\\b(?:TO|FROM|ROLE|AUTHORIZATION|FOR) "
                + word
                + "\\s*[;, ]|(?m)^ALTER .* OWNER TO "
                + word
                + ";")
        .matcher(script)
        .find();
  }
}
