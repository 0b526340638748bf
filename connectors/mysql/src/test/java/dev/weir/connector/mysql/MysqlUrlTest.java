package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls.Mode;
import dev.weir.api.Rejected;
import dev.weir.spi.Connector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MysqlUrlTest {
  private final Connector mysql = new MysqlConnector();
  private final Connector mariadb = new MariadbConnector();

  @Test
  void each_connector_takes_its_own_scheme_with_and_without_jdbc() {
    assertThat(mysql.parse("d", "jdbc:mysql://h/x")).isPresent();
    assertThat(mysql.parse("d", "mariadb://h/x")).isEmpty();
    assertThat(mariadb.parse("d", "jdbc:mariadb://h/x")).isPresent();
    assertThat(mariadb.parse("d", "mysql://h/x")).isEmpty();
  }

  @Test
  void the_parts_of_a_url_go_where_they_belong() {
    Definition definition =
        mysql
            .parse("d", "mysql://me:s%40crét@[::1]/shop?ssl-ca=/ca.pem&socketTimeout=5000")
            .orElseThrow()
            .build();

    assertThat(definition.host()).isEqualTo("::1");
    assertThat(definition.port()).isEqualTo(3306);
    assertThat(definition.user()).isEqualTo("me");
    assertThat(definition.database()).isEqualTo("shop");
    assertThat(definition.tls().ca()).isEqualTo("/ca.pem");
    assertThat(definition.parameters()).containsOnlyKeys("socketTimeout");
  }

  @ParameterizedTest
  @CsvSource({
    "'',PREFER",
    "useSSL=false,DISABLE",
    "useSSL=true,PREFER",
    "requireSSL=true,REQUIRE",
    "useSSL=true&requireSSL=true,REQUIRE",
    "sslMode=REQUIRED,REQUIRE",
    "sslMode=trust,REQUIRE",
    "useSSL=true&verifyServerCertificate=true,VERIFY_FULL",
    "ssl-mode=VERIFY_CA,VERIFY_CA",
    "sslMode=VERIFY_IDENTITY,VERIFY_FULL",
    "sslmode=verify-full,VERIFY_FULL"
  })
  void every_drivers_way_to_say_tls_is_understood(String parameters, Mode expected) {
    Definition definition = mysql.parse("d", "mysql://h/x?" + parameters).orElseThrow().build();

    assertThat(definition.tls().mode()).isEqualTo(expected);
  }

  @Test
  void an_unknown_tls_mode_is_refused() {
    assertThatThrownBy(() -> mysql.parse("d", "mysql://h/x?sslMode=maybe"))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("sslMode");
  }

  @Test
  void a_parameter_that_would_weaken_the_connection_is_told_and_never_passed_on() {
    Definition definition =
        mysql.parse("d", "mysql://h/x?allowMultiQueries=true").orElseThrow().build();

    assertThat(mysql.validate(definition))
        .hasSize(1)
        .first()
        .asString()
        .contains("allowMultiQueries");
    assertThat(DriverSettings.of(definition)).containsEntry("allowMultiQueries", "false");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,true", "localhost,true", "10.0.0.1,false", "db.example.org,false"})
  void the_servers_key_is_only_asked_for_on_this_machine(String host, String allowed) {
    Definition definition = mysql.parse("d", "mysql://" + host + "/x").orElseThrow().build();

    assertThat(DriverSettings.of(definition)).containsEntry("allowPublicKeyRetrieval", allowed);
  }
}
