package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Ability;
import dev.weir.api.Call;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Definition;
import dev.weir.api.Isolation;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.OpenDatabase;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each ability that is not declared is refused with a code of its own, never half done. */
public interface AbilityContract extends Subject {
  @Test
  default void a_database_declares_what_its_connector_can_do() {
    assertThat(database().abilities()).isEqualTo(connector().abilities());
  }

  @TestFactory
  default Stream<DynamicTest> what_is_not_declared_is_refused() {
    return Stream.of(Ability.values())
        .filter(ability -> !can(ability))
        .flatMap(ability ->
            use(ability).stream()
                .map(use ->
                    DynamicTest.dynamicTest(
                        ability.name(), () -> refused(use::run, CoreError.NOT_SUPPORTED))));
  }

  /**
   * A use of the ability; empty for SQL and CANCEL, which no call asks for by name, and for
   * READ_ONLY, where the engine's own check stands in for the server's.
   */
  private Optional<Runnable> use(Ability ability) {
    OpenDatabase database = database();
    return Optional.ofNullable(
        switch (ability) {
          case SQL, CANCEL, READ_ONLY -> null;
          case TRANSACTIONS -> () -> database.begin(TransactionOptions.DEFAULT).close();
          case ISOLATION_LEVELS -> this::isolate;
          case SAVEPOINTS -> this::mark;
          case PROCEDURES -> () -> database.call(Call.procedure("p"));
          case CURSOR_PARAMETERS -> () -> database.call(Call.procedure("p").cursor("c"));
          case BATCHES -> () -> database.batch(sample().echo(), List.of(List.of("x")));
          case GENERATED_KEYS ->
              () -> database.update(sample().write("generated", "x").generatedKeys());
          case SCHEMA -> () -> database.schema(SchemaFilter.ALL);
          case TLS -> this::encrypt;
          case TENANT_BINDING -> this::bindTenant;
          case ARRAYS ->
              () -> Failures.run(database, Statement.of(sample().echo(), List.of(1L, 2L)));
          case NOTIFICATIONS -> () -> database.listen("contract").close();
          case BULK_COPY -> () -> database.copyOut("copy t", OutputStream.nullOutputStream());
        });
  }

  private void isolate() {
    try (Transaction transaction =
        database().begin(TransactionOptions.DEFAULT.isolation(Isolation.READ_COMMITTED))) {
      Failures.run(transaction, sample().rows(1));
    }
  }

  private void mark() {
    try (Transaction transaction = database().begin(TransactionOptions.DEFAULT)) {
      transaction.savepoint("here");
    }
  }

  private void encrypt() {
    Definition.Tls.Mode mode = Definition.Tls.Mode.VERIFY_FULL;
    Definition.Tls tls = new Definition.Tls(mode, null, null, null, "TLSv1.2");
    Failures.run(open(builder -> builder.tls(tls)), sample().rows(1));
  }

  private void bindTenant() {
    OpenDatabase database =
        open(builder -> builder.tenancy(new Definition.Tenancy("app.tenant", false)));
    Failures.run(database, sample().rows(1).tenant("one"));
  }

  @Test
  default void a_call_of_a_function_is_refused_or_known_by_its_name() {
    Call unknown = Call.function("contract_no_such_function", DataType.INTEGER);

    refused(
        () -> database().call(unknown),
        can(Ability.PROCEDURES)
            ? dev.weir.api.DatabaseError.UNKNOWN_OBJECT
            : CoreError.NOT_SUPPORTED);
  }
}
