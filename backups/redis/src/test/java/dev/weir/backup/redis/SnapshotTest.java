package dev.weir.backup.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Definition;
import dev.weir.spi.backup.Position;
import dev.weir.testing.backups.Attended;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a real server does only now and then: answers that come in pieces, late, or not whole. */
class SnapshotTest {
  private static final byte[] MARK = "m".repeat(40).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FILE = RdbCheckTest.file();

  /** The words of a primary, spoken in pieces of so many bytes. */
  private static byte[] fetched(byte[] payload, int piece) throws Exception {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread primary = Thread.ofVirtual().start(() -> speak(listening, payload, piece));
      Definition definition =
          Definition.builder("primary", "REDIS")
              .host("127.0.0.1")
              .port(listening.getLocalPort())
              .build();
      try (Wire wire = Wire.open(definition, null)) {
        Position position = new Snapshot(wire, new Attended(), kept).fetch();
        assertThat(position.facts()).isEqualTo(Map.of("replication-id", "someone", "offset", "17"));
      }
      primary.join();
    }
    return kept.toByteArray();
  }

  private static void speak(ServerSocket listening, byte[] payload, int piece) {
    try (Socket socket = listening.accept();
        BufferedReader heard =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      String[] answers = {"+OK\r\n", "-ERR Unrecognized REPLCONF option: rdb-only\r\n"};
      int words = 0;
      for (String line = heard.readLine(); words < 2; line = heard.readLine()) {
        if (line.equals("eof") || line.equals("1")) {
          out.write(answers[words++].getBytes(StandardCharsets.US_ASCII));
        }
      }
      out.write("\n+FULLRESYNC someone 17\r\n\n\n".getBytes(StandardCharsets.US_ASCII));
      for (int at = 0; at < payload.length; at += piece) {
        out.write(payload, at, Math.min(piece, payload.length - at));
        out.flush();
      }
    } catch (IOException e) {
      // the other side has heard enough
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void a_file_of_a_told_length_is_fetched_whatever_its_pieces() throws Exception {
    for (int piece : new int[] {1, 7, 1000}) {
      byte[] payload = join(text("$" + FILE.length + "\r\n"), FILE);
      assertThat(fetched(payload, piece)).isEqualTo(FILE);
    }
  }

  @Test
  void a_file_up_to_a_mark_is_fetched_whatever_its_pieces() throws Exception {
    for (int piece : new int[] {1, 39, 40, 41, 1000}) {
      byte[] payload = join(text("$EOF:"), MARK, text("\r\n"), FILE, MARK);
      assertThat(fetched(payload, piece)).isEqualTo(FILE);
    }
  }

  @Test
  void what_breaks_off_or_is_damaged_is_no_snapshot() {
    byte[] half = Arrays.copyOf(FILE, FILE.length / 2);
    byte[] damaged = FILE.clone();
    damaged[12] ^= 1;

    assertThatThrownBy(() -> fetched(join(text("$" + FILE.length + "\r\n"), half), 10))
        .isInstanceOf(ConnectionBroken.class);
    assertThatThrownBy(() -> fetched(join(text("$EOF:"), MARK, text("\r\n"), FILE), 10))
        .isInstanceOf(ConnectionBroken.class);
    assertThatThrownBy(() -> fetched(join(text("$EOF:"), MARK, text("\r\n"), damaged, MARK), 10))
        .hasMessageContaining("checksum");
  }

  @Test
  void a_server_that_lets_no_replicas_in_is_told_in_its_own_words() {
    assertThatThrownBy(() -> fetched(text("-NOMASTERLINK Can't SYNC\r\n"), 10))
        .hasMessageContaining("NOMASTERLINK");
  }
}
