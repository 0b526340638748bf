package dev.weir.backup.redis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a server tells by INFO. */
record Info(Map<String, String> facts) {
  static Info of(Wire wire) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    for (String line : wire.ask("INFO").split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new Info(facts);
  }

  String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  String version() {
    return fact("redis_version");
  }

  /** Where the server stands in what its replicas follow. */
  String offset() {
    return fact("master_repl_offset");
  }

  long bytes() {
    String used = fact("used_memory");
    return used.isEmpty() ? 1 : Math.max(1, Long.parseLong(used));
  }

  /** How many keys a database holds, by a line such as {@code keys=3,expires=0,avg_ttl=0}. */
  long keys(int database) {
    String told = fact("db" + database).replaceFirst("^keys=(\\d+).*", "$1");
    return told.isEmpty() ? 0 : Long.parseLong(told);
  }

  /** The numbers of the databases that hold keys. */
  List<Integer> databases() {
    List<Integer> numbers = new ArrayList<>();
    for (String name : facts.keySet()) {
      if (name.matches("db\\d+")) {
        numbers.add(Integer.valueOf(name.substring(2)));
      }
    }
    numbers.sort(null);
    return numbers;
  }
}
