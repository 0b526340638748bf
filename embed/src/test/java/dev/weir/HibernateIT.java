package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Caller;
import dev.weir.api.Principal;
import dev.weir.api.Role;
import dev.weir.testing.databases.Servers;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StaleObjectStateException;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hibernate with entities of its own, through a {@code DataSource} of Weir. */
class HibernateIT {
  private static Weir weir;
  private static StandardServiceRegistry registry;
  private static SessionFactory factory;

  /** Somebody who writes. */
  @SuppressWarnings("NullAway.Init")
  @Entity(name = "Author")
  @Table(name = "hibernate_author")
  static class Author {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(unique = true)
    String name;

    Author() {}

    Author(String name) {
      this.name = name;
    }
  }

  /** What was written. */
  @SuppressWarnings("NullAway.Init")
  @Entity(name = "Note")
  @Table(name = "hibernate_note")
  static class Note {
    @Id UUID id;

    @ManyToOne Author author;

    BigDecimal amount;
    Instant written;
    byte[] content;
    @Version int version;

    Note() {}

    Note(Author author, BigDecimal amount, Instant written) {
      this.id = UUID.randomUUID();
      this.author = author;
      this.amount = amount;
      this.written = written;
      this.content = new byte[] {0, 1, -1};
    }
  }

  @BeforeAll
  static void open() {
    weir = Weir.open();
    registry =
        new StandardServiceRegistryBuilder()
            .applySetting(
                "hibernate.connection.datasource", weir.dataSource(Servers.postgresql15().url()))
            .applySetting("hibernate.hbm2ddl.auto", "create")
            .applySetting("hibernate.jdbc.batch_size", 20)
            .build();
    factory =
        new MetadataSources(registry)
            .addAnnotatedClass(Author.class)
            .addAnnotatedClass(Note.class)
            .buildMetadata()
            .buildSessionFactory();
  }

  @AfterAll
  static void close() {
    factory.close();
    StandardServiceRegistryBuilder.destroy(registry);
    weir.close();
  }

  private static Author author() {
    return factory.fromTransaction(session -> {
      Author author = new Author("author " + UUID.randomUUID());
      session.persist(author);
      return author;
    });
  }

  @Test
  void entities_are_kept_and_found_with_every_digit() {
    Author author = author();
    Instant moment = Instant.parse("2026-03-29T01:30:00.123456Z");
    factory.inTransaction(session -> {
      for (int i = 0; i < 100; i++) {
        session.persist(new Note(author, new BigDecimal(i + ".10"), moment.plusSeconds(i)));
      }
    });

    BigDecimal sum =
        factory.fromSession(session ->
            session
                .createSelectionQuery(
                    "select sum(n.amount) from Note n where n.author = :author", BigDecimal.class)
                .setParameter("author", author)
                .getSingleResult());
    Note first =
        factory.fromSession(session ->
            session
                .createSelectionQuery(
                    "from Note n join fetch n.author where n.author = :author order by n.written",
                    Note.class)
                .setParameter("author", author)
                .setMaxResults(1)
                .getSingleResult());

    assertThat(sum).isEqualByComparingTo("4960");
    assertThat(first.written).isEqualTo(moment);
    assertThat(first.author.name).isEqualTo(author.name);
    assertThat(first.content).containsExactly(0, 1, -1);
  }

  @Test
  void a_stale_entity_is_not_written_and_leaves_nothing() {
    Author author = author();
    Note note = new Note(author, BigDecimal.ONE, Instant.EPOCH);
    factory.inTransaction(session -> session.persist(note));
    factory.inTransaction(session -> session.find(Note.class, note.id).amount = BigDecimal.TWO);

    assertThatThrownBy(() ->
            factory.inTransaction(session -> {
              note.amount = BigDecimal.TEN;
              session.merge(note);
            }))
        .hasStackTraceContaining(StaleObjectStateException.class.getSimpleName());

    BigDecimal kept = factory.fromSession(session -> session.find(Note.class, note.id).amount);
    assertThat(kept).isEqualByComparingTo("2");
  }

  @Test
  void a_key_that_is_there_already_is_told_in_hibernates_own_words() {
    Author author = author();

    assertThatThrownBy(
            () -> factory.inTransaction(session -> session.persist(new Author(author.name))))
        .isInstanceOf(ConstraintViolationException.class);
  }

  @Test
  void a_viewer_reads_and_does_not_write() throws Exception {
    Author author = author();
    Caller viewer = Caller.of(new Principal("eve", Role.VIEWER, "test"));

    String name =
        viewer.call(
            () -> factory.fromSession(session -> session.find(Author.class, author.id).name));

    assertThat(name).isEqualTo(author.name);
    assertThatThrownBy(() ->
            viewer.run(() -> factory.inTransaction(session -> session.persist(new Author("eve")))))
        .hasStackTraceContaining("WEIR-018");
  }
}
