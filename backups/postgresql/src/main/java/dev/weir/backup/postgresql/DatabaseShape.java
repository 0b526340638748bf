package dev.weir.backup.postgresql;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a database was made: what a new one must be like for the same content to fit.
 *
 * @param provider {@code c} for the system's locales
 */
record DatabaseShape(String encoding, String collate, String ctype, String provider) {
  static DatabaseShape of(Conversation conversation) {
    List<@org.jspecify.annotations.Nullable String> row =
        conversation
            .rows(
                """
                select pg_encoding_to_char(encoding), datcollate, datctype,
                  coalesce(to_jsonb(d) ->> 'datlocprovider', 'c')
                from pg_database d where datname = current_database()
                """)
            .getFirst();
    return new DatabaseShape(
        Objects.requireNonNull(row.get(0)),
        Objects.requireNonNull(row.get(1)),
        Objects.requireNonNull(row.get(2)),
        Objects.requireNonNull(row.get(3)));
  }

  static DatabaseShape parse(String text) {
    Map<String, String> lines =
        text.lines()
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    return new DatabaseShape(
        lines.getOrDefault("encoding", "UTF8"),
        lines.getOrDefault("collate", "C"),
        lines.getOrDefault("ctype", "C"),
        lines.getOrDefault("provider", "c"));
  }

  String text() {
    return "encoding=%s\ncollate=%s\nctype=%s\nprovider=%s\n"
        .formatted(encoding, collate, ctype, provider);
  }

  /** Those of other providers get the server's own locale. */
  String create(String name) {
    String locale =
        provider.equals("c")
            ? " LC_COLLATE " + Sql.literal(collate) + " LC_CTYPE " + Sql.literal(ctype)
            : "";
    return "CREATE DATABASE "
        + Sql.name(name)
        + " TEMPLATE template0 ENCODING "
        + Sql.literal(encoding)
        + locale;
  }
}
