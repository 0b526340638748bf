package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.engine.encode.Encoders;
import dev.weir.spi.Utf8Cells;
import dev.weir.testing.databases.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvExportIT {
  private static final String VALUES =
      """
      select n as whole, -n * 1.10 as exact, 'name ' || n as plain, 'say "' || n || E'", é€😀\\nthen' as odd,
             case when n % 3 = 0 then null else timestamptz '1999-12-31 23:58:00+00' + n * interval '20.5 seconds' end as moment,
             timestamp '2000-02-29 00:00:00' + n * interval '0.001234 seconds' as local, date '2026-01-01' + n as day,
             n % 2 = 0 as flag, n / 7.0::float8 as near, decode(lpad(to_hex(n), 8, '0'), 'hex') as binary,
             md5(n::text)::uuid as id, jsonb_build_object('n', n) as doc, array[n, null] as list, interval '1 day' * n as span,
             time '10:00' + n * interval '1 second' as clock, B'101' as bits, '' as nothing, E'\\\\.' as ending, 'x'::"char" as letter
        from generate_series(1, 2000) n
      """;
  private static final String EDGES =
      """
      select * from (values
        (timestamptz 'infinity', timestamp '-infinity', date 'infinity', numeric 'NaN'),
        (timestamptz '0044-03-15 12:00:00+00 BC', timestamp '0044-03-15 12:00:00 BC', date '0044-03-15 BC', -0.00),
        (timestamptz '12026-03-15 12:00:00+00', timestamp '12026-03-15 12:00:00', date '12026-03-15', 1e30),
        (null, null, null, null)) as edges (zoned, local, day, amount)
      """;

  @Test
  void writesTheSameBytesWithAndWithoutReadyText() throws IOException {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(Servers.postgresql15().url());

      for (String text : new String[] {VALUES, EDGES}) {
        String ready = csv(database.query(text));
        String decoded = csv(hidden(database.query(text)));

        assertThat(ready).isEqualTo(decoded);
      }
    }
  }

  @Test
  void offersNoReadyTextForWhatTheDriverGetsInBinary() {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(Servers.postgresql15().url());
      String text = "select n, n::text from generate_series(1::bigint, 3) n";
      boolean offered = true;

      // The driver changes to binary after a few runs on one connection.
      for (int i = 0; i < 20; i++) {
        try (Rows rows = database.query(text)) {
          assertThat(rows.next()).isTrue();
          Utf8Cells cells = (Utf8Cells) rows;
          offered = cells.offersUtf8(0);
          assertThat(rows.text(0)).isEqualTo("1");
          if (offered) {
            assertThat(cells.utf8(0)).asString(StandardCharsets.UTF_8).isEqualTo("1");
          }
        }
      }

      assertThat(offered).isFalse();
    }
  }

  private static String csv(Rows rows) throws IOException {
    try (rows) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Encoders.installed().named("csv").orElseThrow().encode(rows, out);
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  /** The same rows, as something that wraps them shows them. */
  private static Rows hidden(Rows rows) {
    return (Rows)
        Proxy.newProxyInstance(
            CsvExportIT.class.getClassLoader(),
            new Class<?>[] {Rows.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(rows, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
