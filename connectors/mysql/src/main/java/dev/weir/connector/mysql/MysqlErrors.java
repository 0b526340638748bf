package dev.weir.connector.mysql;

import dev.weir.api.DatabaseError;
import dev.weir.connector.jdbc.ErrorMap;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers' error numbers in the common vocabulary (MySQL's "Error Message Reference", MariaDB's
 * "Error Codes"); they tell more than the SQLSTATE, which is HY000 for most.
 */
final class MysqlErrors {
  static final int INTERRUPTED = 1317;
  static final ErrorMap MAP = ((ErrorMap) MysqlErrors::find).or(ErrorMap.SQLSTATE);

  private static final Pattern SYSTEM_ERROR =
      Pattern.compile("(?:errno:|Errcode:|[Ee]rror) *(\\d+)");

  /** The driver's own words, for which it has no number. */
  private static final Pattern NO_TLS =
      Pattern.compile("SSL hostname verification failed|ssl not enabled in the server");

  private MysqlErrors() {}

  private static @Nullable DatabaseError find(SQLException error) {
    String message = error.getMessage();
    if (message != null && NO_TLS.matcher(message).find()) {
      return DatabaseError.TLS;
    }
    return switch (error.getErrorCode()) {
      case 1052,
          1055,
          1056,
          1060,
          1063,
          1064,
          1065,
          1066,
          1107,
          1110,
          1111,
          1136,
          1140,
          1149,
          1210,
          1222,
          1241,
          1248,
          1318,
          1582 ->
          DatabaseError.SYNTAX;
      case 1051,
          1054,
          1072,
          1091,
          1106,
          1109,
          1115,
          1128,
          1146,
          4092,
          1176,
          1193,
          1243,
          1286,
          1305,
          1327,
          1347,
          1356,
          1360,
          1539,
          1630,
          4091 ->
          DatabaseError.UNKNOWN_OBJECT;
      case 1007, 1050, 1061, 1304, 1359, 1396, 1537, 1826 -> DatabaseError.ALREADY_EXISTS;
      case 1022, 1062, 1169, 1586, 1859 -> DatabaseError.UNIQUE_VIOLATION;
      case 1216, 1217, 1451, 1452, 1761, 1762 -> DatabaseError.FOREIGN_KEY_VIOLATION;
      case 1048, 1138, 1263, 1364 -> DatabaseError.NOT_NULL_VIOLATION;
      case 1369, 3819, 4025 -> DatabaseError.CHECK_VIOLATION;
      case 1058,
          1067,
          1231,
          1232,
          1242,
          1264,
          1265,
          1292,
          1365,
          1366,
          1367,
          1406,
          1411,
          1416,
          1425,
          1426,
          1525,
          1526,
          1690,
          3140,
          3143,
          4038,
          4084 ->
          DatabaseError.INVALID_VALUE;
      case 1044, 1095, 1142, 1143, 1227, 1370, 1410, 1419 -> DatabaseError.PERMISSION;
      case 1045, 1251, 1275, 1524, 1698, 1820, 1862, 3118, 3159, 4151 ->
          DatabaseError.AUTHENTICATION;
      case 1046, 1049 -> DatabaseError.UNKNOWN_DATABASE;
      case 1213, 1614 -> DatabaseError.DEADLOCK;
      case 1020, 3101 -> DatabaseError.SERIALIZATION;
      case 1205, 3572 -> DatabaseError.LOCK_TIMEOUT;
      case 1969, 3024 -> DatabaseError.STATEMENT_TIMEOUT;
      case INTERRUPTED -> DatabaseError.CANCELLED;
      case 1040, 1203, 1226 -> DatabaseError.TOO_MANY_CONNECTIONS;
      case 1036, 1207, 1290, 1792, 1836 -> DatabaseError.READ_ONLY;
      case 1021, 1114 -> DatabaseError.DISK_FULL;
      case 1037, 1038, 1041, 1135, 1206 -> DatabaseError.OUT_OF_MEMORY;
      case 1042, 1129, 1130, 2002, 2003, 2005 -> DatabaseError.CONNECTION_REFUSED;
      case 2006 -> DatabaseError.CONNECTION_LOST;
      case 1080, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2013, 3169, 4031 ->
          DatabaseError.CONNECTION_LOST_DURING;
      case 1053, 1077, 1079, 3168 -> DatabaseError.SERVER_STARTING;
      case 1033, 1034, 1035, 1194, 1195, 1712 -> DatabaseError.DATA_CORRUPTED;
      case 1031, 1178, 1235, 1289, 1295, 1845, 1846 -> DatabaseError.NOT_SUPPORTED;
      case 1644 -> DatabaseError.USER_RAISED;
      case 1043, 1047, 2027 -> DatabaseError.PROTOCOL;
      case 1059,
          1103,
          1069,
          1070,
          1071,
          1074,
          1104,
          1116,
          1117,
          1118,
          1119,
          1153,
          1162,
          1390,
          1436,
          1456,
          1461 ->
          DatabaseError.LIMIT_EXCEEDED;
      case 1003, 1004, 1005, 1006, 1016, 1023, 1024, 1025, 1026, 1030 -> ofSystem(error);
      default -> null;
    };
  }

  /** Errors of files and storage engines end with the number of the operating system or engine. */
  private static @Nullable DatabaseError ofSystem(SQLException error) {
    String message = error.getMessage();
    Matcher matcher = SYSTEM_ERROR.matcher(message == null ? "" : message);
    if (!matcher.find()) {
      return null;
    }
    return switch (matcher.group(1)) {
      case "28" -> DatabaseError.DISK_FULL;
      case "12", "128" -> DatabaseError.OUT_OF_MEMORY;
      case "126", "127", "144", "145" -> DatabaseError.DATA_CORRUPTED;
      case "150" -> DatabaseError.FOREIGN_KEY_VIOLATION;
      default -> null;
    };
  }
}
