package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Settings that lose data, and doors that stand open. */
final class Safety {
  private final Look look;
  private final Report report;

  Safety(Look look, Report report) {
    this.look = look;
    this.report = report;
  }

  void data() {
    for (String setting : List.of("fsync", "full_page_writes")) {
      if (!look.setting(setting).on()) {
        report.add(setting(PostgresqlRules.UNSAFE, setting, 10_000, "on"));
      }
    }
    for (String setting : List.of("zero_damaged_pages", "ignore_checksum_failure")) {
      if (look.setting(setting).on()) {
        report.add(setting(PostgresqlRules.UNSAFE, setting, 9_000, "off"));
      }
    }
    if (look.setting("synchronous_commit").value().equals("off")) {
      report.add(setting(PostgresqlRules.COMMIT_ASYNC, "synchronous_commit", 100, "on"));
    }
  }

  private Advice setting(Rule rule, String setting, double points, String value) {
    String now = look.setting(setting).value();
    return new Advice(
        rule,
        setting,
        Gain.risk(points),
        Evidence.of(setting, now).facts(),
        "The setting " + setting + " is " + now + ".",
        Settings.change(look, setting, value));
  }

  void doors() {
    if (!look.setting("ssl").on() && !local(look.setting("listen_addresses").value())) {
      report.add(
          new Advice(
              PostgresqlRules.TLS_OFF,
              "ssl",
              Gain.risk(800),
              Evidence.of("ssl", "off")
                  .and("listen_addresses", look.setting("listen_addresses").value())
                  .facts(),
              "The server listens on the network, and ssl is off.",
              encrypted()));
    }
    if (look.setting("password_encryption").value().equals("md5")) {
      report.add(
          setting(PostgresqlRules.PASSWORD_MD5, "password_encryption", 300, "scram-sha-256"));
    }
    if (look.server().superuser()) {
      report.add(superuser());
    }
    publicSchema();
  }

  private Remedy encrypted() {
    Remedy change = Settings.change(look, "ssl", "on");
    List<String> commands = new ArrayList<>();
    commands.add(
        "-- the certificate belongs into %s and its key into %s, in the server's data directory"
            .formatted(
                look.setting("ssl_cert_file").value(), look.setting("ssl_key_file").value()));
    commands.addAll(change.commands());
    return new Remedy(commands, change.undo(), false, null);
  }

  private static boolean local(String addresses) {
    return Arrays.stream(addresses.split(","))
        .map(String::strip)
        .allMatch(each -> each.isEmpty() || each.matches("localhost|127\\..*|::1"));
  }

  private Advice superuser() {
    String database = Names.quote(look.server().database());
    return new Advice(
        PostgresqlRules.SUPERUSER,
        "login " + look.server().login(),
        Gain.risk(500),
        Evidence.of("login", look.server().login()).and("superuser", "yes").facts(),
        "The definition of this database signs in as " + look.server().login() + ", a superuser.",
        Remedy.byHand(
                "CREATE ROLE app LOGIN PASSWORD '…'",
                "GRANT CONNECT ON DATABASE " + database + " TO app",
                "GRANT pg_read_all_data, pg_write_all_data TO app")
            .undoneBy("DROP OWNED BY app", "DROP ROLE app"));
  }

  private void publicSchema() {
    boolean open =
        look.rows(
                """
                select exists (select from pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                  where n.nspname = 'public' and a.grantee = 0 and a.privilege_type = 'CREATE')\
                """,
                row -> row.booleanAt(0))
            .getFirst();
    if (open) {
      report.add(
          new Advice(
              PostgresqlRules.PUBLIC_CREATE,
              "schema public",
              Gain.risk(400),
              Evidence.of("CREATE on schema public", "granted to PUBLIC").facts(),
              "Everybody may create objects in schema public.",
              Remedy.of(
                  List.of("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
                  List.of("GRANT CREATE ON SCHEMA public TO PUBLIC"))));
    }
  }

  /** Lines of pg_hba.conf that ask for no password, unless nobody can come that way. */
  void access() {
    record Line(
        int number, String type, String databases, String users, String address, String mask) {}
    boolean sockets = !look.setting("unix_socket_directories").value().isEmpty();
    for (Line each :
        look.rows(
            """
            select line_number::int, type, array_to_string(database, ','), array_to_string(user_name, ','), coalesce(address, ''), coalesce(netmask, '')
            from pg_hba_file_rules where auth_method = 'trust' and error is null order by line_number\
            """,
            row ->
                new Line(
                    row.intAt(0),
                    Look.text(row, 1),
                    Look.text(row, 2),
                    Look.text(row, 3),
                    Look.text(row, 4),
                    Look.text(row, 5)))) {
      if (each.type().equals("local") && !sockets) {
        continue;
      }
      boolean near =
          each.type().equals("local") || each.address().matches("127\\..*|::1|localhost|samehost");
      String line =
          String.join(
              " ", each.type(), each.databases(), each.users(), each.address(), each.mask());
      report.add(
          new Advice(
              PostgresqlRules.TRUST,
              "pg_hba.conf: " + line.strip(),
              Gain.risk(near ? 200 : 8_000),
              Evidence.of("line", (long) each.number()).and("method", "trust").facts(),
              "pg_hba.conf lets in without a password: " + line.strip() + ".",
              Remedy.byHand(
                      "-- line "
                          + each.number()
                          + " of "
                          + look.setting("hba_file").value()
                          + ": "
                          + line.strip()
                          + " scram-sha-256",
                      "SELECT pg_reload_conf()")
                  .undoneBy("-- bring the line back", "SELECT pg_reload_conf()")));
    }
  }
}
