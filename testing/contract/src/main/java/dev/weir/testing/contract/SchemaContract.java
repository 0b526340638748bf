package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.DataType;
import dev.weir.api.Schema;
import dev.weir.api.Schema.ForeignKey;
import dev.weir.api.Schema.Key;
import dev.weir.api.Schema.Table;
import dev.weir.api.Schema.TableColumn;
import dev.weir.api.Schema.TableKind;
import dev.weir.api.SchemaFilter;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tables, columns, keys and indexes are described in one shape. */
public interface SchemaContract extends SqlSubject {
  private void prepare() {
    run(database(), "drop view if exists contract_grown");
    run(database(), "drop table if exists contract_child");
    table("contract_parent", "id bigint primary key, code varchar(20) not null unique");
    table(
        "contract_child",
        """
        family bigint not null,
        place integer not null,
        parent bigint,
        price decimal(12, 2) default 1.50,
        note varchar(100) default 'none',
        born date,
        primary key (family, place),
        constraint contract_child_parent foreign key (parent)
          references contract_parent (id) on delete cascade
        """);
    run(database(), "create index contract_child_note on contract_child (note, price)");
    run(database(), "create view contract_grown as select family, note from contract_child");
    sample().comment("contract_child", "Who came after.").ifPresent(text -> run(database(), text));
  }

  private Table described(String name) {
    Schema schema = database().schema(new SchemaFilter(null, name, false));
    assertThat(schema.tables()).hasSize(1);
    return schema.tables().getFirst();
  }

  @Test
  default void a_table_is_described_with_its_columns() {
    prepare();

    Table child = described("contract_child");

    assertThat(child.schema()).isEqualTo(sample().schema());
    assertThat(child.kind()).isEqualTo(TableKind.TABLE);
    assertThat(child.columns())
        .extracting(TableColumn::name, TableColumn::type, TableColumn::nullable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("family", DataType.INTEGER, false),
            org.assertj.core.groups.Tuple.tuple("place", DataType.INTEGER, false),
            org.assertj.core.groups.Tuple.tuple("parent", DataType.INTEGER, true),
            org.assertj.core.groups.Tuple.tuple("price", DataType.DECIMAL, true),
            org.assertj.core.groups.Tuple.tuple("note", DataType.TEXT, true),
            org.assertj.core.groups.Tuple.tuple("born", DataType.DATE, true));
    assertThat(child.columns().get(3).defaultValue()).contains("1.5");
    assertThat(child.columns().get(4).defaultValue()).contains("none");
    assertThat(child.comment())
        .isEqualTo(sample().comment("t", "c").isPresent() ? "Who came after." : null);
  }

  @Test
  default void keys_are_described_with_what_they_refer_to() {
    prepare();

    Table child = described("contract_child");
    Table parent = described("contract_parent");

    assertThat(Objects.requireNonNull(child.primaryKey()).columns())
        .containsExactly("family", "place");
    assertThat(parent.uniqueKeys()).extracting(Key::columns).containsExactly(List.of("code"));
    assertThat(child.foreignKeys()).hasSize(1);
    ForeignKey key = child.foreignKeys().getFirst();
    assertThat(key.columns()).containsExactly("parent");
    assertThat(key.referencedSchema()).isEqualTo(sample().schema());
    assertThat(key.referencedTable()).isEqualTo("contract_parent");
    assertThat(key.referencedColumns()).containsExactly("id");
    assertThat(key.onDelete()).isEqualTo("CASCADE");
  }

  @Test
  default void indexes_are_described_with_their_columns_in_order() {
    prepare();

    Table child = described("contract_child");

    assertThat(child.indexes())
        .anySatisfy(index -> {
          assertThat(index.name()).isEqualTo("contract_child_note");
          assertThat(index.columns()).containsExactly("note", "price");
          assertThat(index.unique()).isFalse();
          assertThat(index.valid()).isTrue();
        });
  }

  @Test
  default void a_view_is_described_as_one() {
    prepare();

    Table view = described("contract_grown");

    assertThat(view.kind()).isEqualTo(TableKind.VIEW);
    assertThat(view.columns()).extracting(TableColumn::name).containsExactly("family", "note");
    assertThat(view.primaryKey()).isNull();
  }

  @Test
  default void odd_names_are_described_as_they_are() {
    String name = sample().oddName();
    table(
        sample().quote(name),
        sample().quote(name + " key")
            + " bigint primary key, "
            + sample().quote("Ünï")
            + " bigint");

    Table table = described(name);

    assertThat(table.name()).isEqualTo(name);
    assertThat(table.columns()).extracting(TableColumn::name).containsExactly(name + " key", "Ünï");
    assertThat(Objects.requireNonNull(table.primaryKey()).columns()).containsExactly(name + " key");
  }

  @Test
  default void a_filter_chooses_tables_by_their_names() {
    prepare();

    Schema some = database().schema(SchemaFilter.parse("contract_*"));
    Schema none = database().schema(SchemaFilter.parse("no_such_table"));

    assertThat(some.tables())
        .extracting(Table::name)
        .contains("contract_child", "contract_grown", "contract_parent")
        .isSorted();
    assertThat(none.tables()).isEmpty();
    assertThat(database().schema(SchemaFilter.ALL).tables())
        .extracting(Table::name)
        .contains("contract_child");
  }
}
