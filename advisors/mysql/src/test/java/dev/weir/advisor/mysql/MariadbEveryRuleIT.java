package dev.weir.advisor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.util.Map;

/** On MariaDB 11.4. */
class MariadbEveryRuleIT extends EveryRuleContract {
  MariadbEveryRuleIT() {
    // Without TLS it makes no key at its start, which takes long on a busy machine.
    super(settings -> Servers.freshMariadb(with(settings, "ssl", "0")), HEALTHY);
  }

  @Override
  Map<String, String> careless() {
    return with(CARELESS, "userstat", "1");
  }

  @Override
  void otherwiseCounted(Ward careless) {
    careless.run(
        "create table seats (id int primary key, colour varchar(20), index by_colour (colour))",
        "insert into seats select n, concat('c', n) from numbers where n <= 5000",
        "analyze table seats");
    for (int i = 1; i <= 120; i++) {
      careless.run("select colour from seats where id = " + i);
    }
    assertThat(told(careless)).contains("mysql-index-unused `seats`.`by_colour`");

    careless.run("select count(*) from seats force index (by_colour) where colour = 'c7'");
    assertThat(told(careless)).doesNotContain("mysql-index-unused `seats`.`by_colour`");
    careless.run("drop table seats");
  }

  @Override
  String following() {
    return "master_ssl = 0, master_ssl_verify_server_cert = 0";
  }
}
