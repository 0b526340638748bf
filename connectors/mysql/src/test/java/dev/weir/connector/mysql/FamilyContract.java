package dev.weir.connector.mysql;

import dev.weir.api.DatabaseError;
import dev.weir.testing.contract.SqlSample;
import dev.weir.testing.contract.SqlServerContract;

/** The contract on both servers. */
abstract class FamilyContract extends SqlServerContract {
  FamilyContract(FamilyConnector connector, SqlSample sample) {
    super(connector, sample);
  }

  /** A login learns nothing of databases on which it has no privilege, not even that none is. */
  @Override
  public DatabaseError unknownDatabase() {
    return DatabaseError.PERMISSION;
  }
}
