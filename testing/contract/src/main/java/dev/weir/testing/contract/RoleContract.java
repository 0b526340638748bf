package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each role may do what it may, and no more; so may a database that is only read. */
public interface RoleContract extends Subject {
  private static void as(Role role, Runnable work) {
    Caller.of(new Principal("somebody", role, "test")).run(work);
  }

  @Test
  default void a_viewer_reads_and_changes_nothing() {
    Database database = database();
    String key = UUID.randomUUID().toString();

    as(
        Role.VIEWER,
        () -> {
          assertThat(run(database, sample().rows(2))).isEqualTo(2);
          refused(
              () -> run(database, sample().write(key, "x")),
              CoreError.ROLE,
              CoreError.NOT_READ_ONLY);
        });

    assertThat(run(database, sample().read(key))).isZero();
  }

  @Test
  default void a_developer_writes_and_changes_no_structure() {
    Database database = database();
    String key = UUID.randomUUID().toString();

    as(
        Role.DEVELOPER,
        () -> {
          run(database, sample().write(key, "x"));
          refused(() -> run(database, sample().operatorOnly()), CoreError.ROLE);
        });

    assertThat(run(database, sample().read(key))).isEqualTo(1);
  }

  @Test
  default void an_operator_may_change_what_a_developer_may_not() {
    Database database = database();

    as(Role.OPERATOR, () -> run(database, sample().operatorOnly()));

    assertThat(run(database, sample().rows(1))).isEqualTo(1);
  }

  @Test
  default void a_read_only_statement_and_a_read_only_database_refuse_writes() {
    String key = UUID.randomUUID().toString();
    Database readOnly = open(builder -> builder.readOnly(true));

    refused(() -> run(database(), sample().write(key, "x").readOnly()), CoreError.NOT_READ_ONLY);
    refused(() -> run(readOnly, sample().write(key, "x")), CoreError.NOT_READ_ONLY);

    assertThat(run(readOnly, sample().read(key))).isZero();
    assertThat(run(database(), sample().read(key).readOnly())).isZero();
  }
}
