package dev.weir.connector.mysql;

import dev.weir.api.Ability;
import dev.weir.api.Definition;
import dev.weir.connector.jdbc.HikariNode;
import dev.weir.connector.sql.SqlDialect;
import dev.weir.connector.sql.SqlLanguage;
import dev.weir.spi.Connector;
import dev.weir.spi.Language;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** MySQL through MariaDB's JDBC driver. */
public final class MysqlConnector implements Connector {
  private final Language language = new SqlLanguage(SqlDialect.MYSQL);

  @Override
  public String type() {
    return "MYSQL";
  }

  @Override
  public String displayName() {
    return Product.MYSQL.displayName();
  }

  @Override
  public Set<Ability> abilities() {
    return Product.ABILITIES;
  }

  @Override
  public Language language() {
    return language;
  }

  @Override
  public int defaultPort() {
    return Product.PORT;
  }

  @Override
  public PoolDefaults poolDefaults() {
    return new PoolDefaults(2, 20);
  }

  @Override
  public Optional<Definition.Builder> parse(String name, String url) {
    return MysqlUrl.parse(Product.MYSQL, name, url);
  }

  @Override
  public List<String> validate(Definition definition) {
    return DriverSettings.problems(definition);
  }

  @Override
  public Node open(NodeSettings settings) {
    return new HikariNode(new MysqlEngine(Product.MYSQL), settings);
  }
}
