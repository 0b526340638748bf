package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpHeadTest {
  private static final String DUMP =
      """
      /*M!999999\\- enable the sandbox mode */
      -- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
      --
      -- Position to start replication or point-in-time recovery from
      --

      -- CHANGE MASTER TO MASTER_LOG_FILE='mb.000002', MASTER_LOG_POS=1234;

      --
      -- GTID to start replication from
      --

      -- SET GLOBAL gtid_slave_pos='0-1-42';

      CREATE TABLE `t` (`x` int);
      -- Dump completed
      """;

  private static DumpHead passed(String text, int block) {
    DumpHead head = new DumpHead();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += block) {
      byte[] next = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + block));
      head.passed(next, next.length);
    }
    return head;
  }

  @Test
  void the_place_in_the_binary_log_is_read_from_blocks_of_any_size() throws Exception {
    for (int block : new int[] {1, 10, 300, 10_000}) {
      DumpHead head = passed(DUMP, block);

      assertThat(head.position().facts())
          .isEqualTo(Map.of("binlog", "mb.000002", "offset", "1234", "gtid", "0-1-42"));
      assertThat(head.whole()).isTrue();
      assertThat(head.begun(0)).isTrue();
    }
  }

  @Test
  void a_dump_that_breaks_off_is_not_whole() throws Exception {
    DumpHead head = passed(DUMP.substring(0, DUMP.length() / 4), 100);

    assertThat(head.whole()).isFalse();
    assertThat(head.begun(0)).isFalse();
  }
}
