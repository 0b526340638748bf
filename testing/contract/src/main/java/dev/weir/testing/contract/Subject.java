package dev.weir.testing.contract;

import dev.weir.api.Ability;
import dev.weir.api.Definition;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Connector;
import java.util.function.UnaryOperator;

/** What a contract is proven on: a connector, a database of its engine, samples of its language. */
public interface Subject {
  Connector connector();

  /** The URL of a database that the contract may fill, for a login without special rights. */
  String url();

  Sample sample();

  /** The database of {@link #url()} with its defaults; open for all tests of the class. */
  OpenDatabase database();

  /**
   * The same database with a definition of its own, in an engine of its own; closed after the test.
   */
  OpenDatabase open(UnaryOperator<Definition.Builder> change);

  /** Any URL of the connector, likewise. */
  OpenDatabase open(String url, UnaryOperator<Definition.Builder> change);

  default boolean can(Ability ability) {
    return connector().abilities().contains(ability);
  }
}
