package dev.weir.backup.mysql;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Statements of MariaDB's program for binary logs, as MySQL takes them: without the settings of
 * sessions that MySQL does not have, which are told in lines of their own; and with transactions of
 * the server's own numbering after the description of the format, which comes first and leaves
 * MySQL waiting for a number.
 */
final class MysqlWords {
  private static final byte[] SETTING = "SET @@session.".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern UNKNOWN =
      Pattern.compile(
          ", @@session\\.(check_constraint_checks|sql_if_exists|system_versioning_insert_history)"
              + "=\\d+");

  private static final byte[] END = "'/*!*/;\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NUMBERING =
      "SET @@SESSION.GTID_NEXT='AUTOMATIC'/*!*/;\n".getBytes(StandardCharsets.US_ASCII);

  private MysqlWords() {}

  static void pass(InputStream from, OutputStream to) throws IOException {
    BufferedInputStream in = new BufferedInputStream(from, 1 << 16);
    boolean described = false;
    while (true) {
      in.mark(SETTING.length + 1);
      byte[] start = in.readNBytes(SETTING.length);
      in.reset();
      if (start.length == 0) {
        return;
      }
      if (Arrays.equals(start, SETTING)) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line(in, line);
        String text = line.toString(StandardCharsets.ISO_8859_1);
        to.write(UNKNOWN.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1));
      } else if (!described
          && start.length >= END.length
          && Arrays.equals(start, 0, END.length, END, 0, END.length)) {
        line(in, to);
        to.write(NUMBERING);
        described = true;
      } else {
        line(in, to);
      }
    }
  }

  /** One line with its end, however long. */
  private static void line(InputStream in, OutputStream to) throws IOException {
    for (int read = in.read(); read >= 0; read = in.read()) {
      to.write(read);
      if (read == '\n') {
        return;
      }
    }
  }
}
