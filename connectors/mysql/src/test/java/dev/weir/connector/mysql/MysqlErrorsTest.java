package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.DatabaseError;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MysqlErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "1064,SYNTAX",
    "1146,UNKNOWN_OBJECT",
    "1054,UNKNOWN_OBJECT",
    "1062,UNIQUE_VIOLATION",
    "1451,FOREIGN_KEY_VIOLATION",
    "1452,FOREIGN_KEY_VIOLATION",
    "1048,NOT_NULL_VIOLATION",
    "3819,CHECK_VIOLATION",
    "4025,CHECK_VIOLATION",
    "1264,INVALID_VALUE",
    "1265,INVALID_VALUE",
    "1406,INVALID_VALUE",
    "1366,INVALID_VALUE",
    "1292,INVALID_VALUE",
    "1142,PERMISSION",
    "1143,PERMISSION",
    "1044,PERMISSION",
    "1227,PERMISSION",
    "1370,PERMISSION",
    "1045,AUTHENTICATION",
    "1698,AUTHENTICATION",
    "1049,UNKNOWN_DATABASE",
    "1213,DEADLOCK",
    "1205,LOCK_TIMEOUT",
    "3024,STATEMENT_TIMEOUT",
    "1969,STATEMENT_TIMEOUT",
    "1317,CANCELLED",
    "1040,TOO_MANY_CONNECTIONS",
    "1203,TOO_MANY_CONNECTIONS",
    "1226,TOO_MANY_CONNECTIONS",
    "1290,READ_ONLY",
    "1792,READ_ONLY",
    "1836,READ_ONLY",
    "1021,DISK_FULL",
    "1114,DISK_FULL",
    "1037,OUT_OF_MEMORY",
    "1038,OUT_OF_MEMORY",
    "1041,OUT_OF_MEMORY",
    "2002,CONNECTION_REFUSED",
    "2003,CONNECTION_REFUSED",
    "2006,CONNECTION_LOST",
    "2013,CONNECTION_LOST_DURING",
    "1053,SERVER_STARTING",
    "1077,SERVER_STARTING",
    "1153,LIMIT_EXCEEDED",
    "1390,LIMIT_EXCEEDED",
    "1235,NOT_SUPPORTED",
    "1644,USER_RAISED",
    "1194,DATA_CORRUPTED",
    "1034,DATA_CORRUPTED"
  })
  void a_number_has_its_place_in_the_common_words(int number, DatabaseError expected) {
    SQLException error = new SQLException("It failed.", "HY000", number);

    assertThat(MysqlErrors.MAP.find(error)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Error writing file 'x' (Errcode: 28 \"No space left on device\"),1026,DISK_FULL",
    "Got error 28 from storage engine,1030,DISK_FULL",
    "Can't find file: 'x' (errno: 145 \"Table was marked as crashed\"),1016,DATA_CORRUPTED"
  })
  void the_systems_number_decides_where_the_servers_says_little(
      String message, int number, DatabaseError expected) {
    SQLException error = new SQLException(message, "HY000", number);

    assertThat(MysqlErrors.MAP.find(error)).isEqualTo(expected);
  }

  @Test
  void an_unknown_number_falls_back_to_the_sqlstate() {
    assertThat(MysqlErrors.MAP.find(new SQLException("?", "22007", 9999)))
        .isEqualTo(DatabaseError.INVALID_VALUE);
    assertThat(MysqlErrors.MAP.find(new SQLException("?", "HY000", 9999))).isNull();
  }
}
