package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WRONGTYPE Operation against a key holding the wrong kind of value | INVALID_VALUE",
        "NOAUTH Authentication required. | AUTHENTICATION",
        "WRONGPASS invalid username-password pair or user is disabled. | AUTHENTICATION",
        "ERR Client sent AUTH, but no password is set | OTHER",
        "ERR AUTH <password> called without any password configured | AUTHENTICATION",
        "NOPERM this user has no permissions to run the 'get' command | PERMISSION",
        "OOM command not allowed when used memory > 'maxmemory'. | OUT_OF_MEMORY",
        "READONLY You can't write against a read only replica. | READ_ONLY",
        "LOADING Redis is loading the dataset in memory | SERVER_STARTING",
        "MASTERDOWN Link with MASTER is down | SERVER_STARTING",
        "CLUSTERDOWN The cluster is down | SERVER_STARTING",
        "NOREPLICAS Not enough good replicas to write. | SERVER_STARTING",
        "BUSY Redis is busy running a script. | LOCK_TIMEOUT",
        "TRYAGAIN Multiple keys request during rehashing of slot | LOCK_TIMEOUT",
        "BUSYKEY Target key name already exists. | ALREADY_EXISTS",
        "BUSYGROUP Consumer Group name already exists | ALREADY_EXISTS",
        "NOSCRIPT No matching script. Please use EVAL. | UNKNOWN_OBJECT",
        "NOGROUP No such key 'a' or consumer group 'b' | UNKNOWN_OBJECT",
        "MOVED 3999 127.0.0.1:6381 | NOT_SUPPORTED",
        "ASK 3999 127.0.0.1:6381 | NOT_SUPPORTED",
        "UNKILLABLE Sorry the script already executed write commands | NOT_SUPPORTED",
        "MISCONF Redis is configured to save RDB snapshots, but cannot | DISK_FULL",
        "EXECABORT Transaction discarded because of previous errors. | TRANSACTION_ABORTED",
        "UNBLOCKED client unblocked via CLIENT UNBLOCK | CANCELLED",
        "ERR max number of clients reached | TOO_MANY_CONNECTIONS",
        "ERR unknown command 'FOO', with args beginning with: 'x' | NOT_SUPPORTED",
        "ERR wrong number of arguments for 'get' command | SYNTAX",
        "ERR syntax error | SYNTAX",
        "ERR value is not an integer or out of range | INVALID_VALUE",
        "ERR DB index is out of range | UNKNOWN_DATABASE",
        "ERR no such key | UNKNOWN_OBJECT",
        "ERR index out of range | INVALID_VALUE",
        "ERR string exceeds maximum allowed size (512MB) | LIMIT_EXCEEDED",
        "ERR something new | OTHER",
      })
  void each_error_of_the_server_has_its_code(String text, DatabaseError code) {
    assertThat(RedisErrors.code(text)).isEqualTo(code);
  }

  @Test
  void arguments_that_the_server_quotes_are_left_out() {
    WeirException unknown =
        RedisErrors.fault(
            "ERR unknown command 'FOO', with args beginning with: 'hush' ", "n", Effect.NONE);
    WeirException key =
        RedisErrors.fault(
            "NOPERM this user has no permissions to access the 'hush' key", "n", Effect.NONE);
    WeirException script =
        RedisErrors.fault("ERR user_script:1: hush script: abc", "n", Effect.UNKNOWN);

    assertThat(unknown).hasMessageNotContaining("hush");
    assertThat(key).hasMessageNotContaining("hush");
    assertThat(key.facts()).containsEntry("vendorCode", "NOPERM");
    assertThat(script).hasMessageNotContaining("hush");
    assertThat(script.effect()).isEqualTo(Effect.UNKNOWN);
  }
}
