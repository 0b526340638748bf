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

/** Both servers through MariaDB's JDBC driver. */
abstract sealed class FamilyConnector implements Connector
    permits MariadbConnector, MysqlConnector {
  private final Language language = new SqlLanguage(SqlDialect.MYSQL);
  private final Product product;

  FamilyConnector(Product product) {
    this.product = product;
  }

  @Override
  public final String type() {
    return product.name();
  }

  @Override
  public final String displayName() {
    return product.displayName();
  }

  @Override
  public final Set<Ability> abilities() {
    return Product.ABILITIES;
  }

  @Override
  public final Language language() {
    return language;
  }

  @Override
  public final int defaultPort() {
    return Product.PORT;
  }

  @Override
  public final PoolDefaults poolDefaults() {
    return new PoolDefaults(2, 20);
  }

  @Override
  public final Optional<Definition.Builder> parse(String name, String url) {
    return MysqlUrl.parse(product, name, url);
  }

  @Override
  public final List<String> validate(Definition definition) {
    return DriverSettings.problems(definition);
  }

  @Override
  public final Node open(NodeSettings settings) {
    return new HikariNode(new MysqlEngine(product), settings);
  }
}
