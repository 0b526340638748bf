package dev.weir.spi.backup;

/** Which part of a server a backup or a restore is about. */
public sealed interface Scope {
  Kind kind();

  /** Every database of the server, with roles and tablespaces. */
  record Cluster() implements Scope {
    @Override
    public Kind kind() {
      return Kind.CLUSTER;
    }
  }

  /** The definition's database. */
  record Whole() implements Scope {
    @Override
    public Kind kind() {
      return Kind.DATABASE;
    }
  }

  /** One schema of it. */
  record OneSchema(String schema) implements Scope {
    @Override
    public Kind kind() {
      return Kind.SCHEMA;
    }
  }

  /** One table of it. */
  record OneTable(String schema, String table) implements Scope {
    @Override
    public Kind kind() {
      return Kind.TABLE;
    }
  }

  /**
   * The rows of one tenant, in every table that has the key column, and what they refer to.
   *
   * @param column the row-level key, such as {@code clinic_id}
   * @param tenant its value, as text
   */
  record OneTenant(String column, String tenant) implements Scope {
    @Override
    public Kind kind() {
      return Kind.TENANT;
    }
  }

  /** The kinds of scope. */
  enum Kind {
    CLUSTER,
    DATABASE,
    SCHEMA,
    TABLE,
    TENANT
  }
}
