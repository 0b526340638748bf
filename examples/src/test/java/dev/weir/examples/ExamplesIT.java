package dev.weir.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Weir;
import dev.weir.api.Database;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** What the guide shows, run on real servers. */
class ExamplesIT {
  private static final DatabaseServer SERVER = Servers.postgresql15();
  private static Weir weir;
  private Database clinics;

  @BeforeAll
  static void open() {
    weir = Weir.open();
  }

  @AfterAll
  static void close() {
    weir.close();
  }

  @BeforeEach
  void givenTwoVisits() {
    clinics = weir.database(SERVER.url());
    clinics.update("drop table if exists visits");
    LibraryTour.tour(SERVER.url());
  }

  @Test
  void theTourLeavesWhatItInserted() {
    assertThat(visits(clinics)).containsExactly("Ada", "Grace");
  }

  @Test
  void aFileNamesTheDatabase(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("weir.yaml");
    Files.writeString(
        file,
        """
        version: 1
        databases:
          clinics:
            url: postgresql://%s:%d/%s
            user: %s
            password: file://%s
        """
            .formatted(
                SERVER.host(), SERVER.port(), SERVER.database(), SERVER.user(), secret(folder)));

    assertThat(LibraryTour.ofAFile(file)).containsExactly("Ada", "Grace");
  }

  @Test
  void aStatementCarriesItsNamesAndLimits() {
    assertThat(LibraryTour.named(clinics)).containsExactly("Grace");
  }

  @Test
  void aTransactionAnswersWhatItMade() {
    assertThat(LibraryTour.transfer(clinics)).isEqualTo(3);
    assertThat(visits(clinics)).containsExactly("Ada", "Grace", "Edsger");
  }

  @Test
  void anErrorTellsItsCodeAndTheNextStep() {
    assertThat(LibraryTour.errors(clinics)).matches("[A-Z]+-\\d{3}: .+");
  }

  @Test
  void aListenerIsTold() {
    assertThat(LibraryTour.notified(clinics)).isEqualTo("Ada has arrived");
  }

  @Test
  void rowsAreCopiedInAndOut(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("visits.csv"), "id,patient\n3,Barbara\n4,Edsger\n");

    assertThat(LibraryTour.copied(clinics, folder)).isEqualTo(4);
    assertThat(folder.resolve("all.csv")).content().contains("4,Edsger");
  }

  @Test
  void existingCodeWorksThroughTheDataSource() {
    assertThat(ExistingCode.patients(weir, SERVER.url())).containsExactly("Grace", "Barbara");
  }

  @Test
  void twoEnginesStandSideBySide() {
    String redis = Servers.redis().url();
    Path file = Servers.sqliteFile();
    weir.database(redis).update("DEL greeting:sv");

    assertThat(TwoEngines.greeting(weir, redis, file)).isEqualTo("hej");
    weir.database("sqlite:" + file).update("delete from greetings");
    assertThat(TwoEngines.greeting(weir, redis, file)).as("from the cache").isEqualTo("hej");
  }

  @Test
  void theSpringApplicationUsesBothDatabases(@TempDir Path folder) throws IOException {
    String url = "postgresql://%s:%d/%s".formatted(SERVER.host(), SERVER.port(), SERVER.database());
    String password = "file://" + secret(folder);

    try (var application =
        new SpringApplicationBuilder(SpringApplicationExample.class)
            .web(WebApplicationType.NONE)
            .run(
                "--weir.primary=clinics",
                "--weir.databases.clinics.url=" + url,
                "--weir.databases.clinics.user=" + SERVER.user(),
                "--weir.databases.clinics.password=" + password,
                "--weir.databases.archive.url=" + url,
                "--weir.databases.archive.user=" + SERVER.user(),
                "--weir.databases.archive.password=" + password)) {
      var visits = application.getBean(SpringApplicationExample.Visits.class);
      visits.add(3, "Barbara");

      assertThat(visits.archived()).containsExactly("Ada", "Grace", "Barbara");
    }
  }

  private static List<String> visits(Database database) {
    return database
        .query("select patient from visits order by id")
        .list(row -> String.valueOf(row.text(0)));
  }

  private static Path secret(Path folder) throws IOException {
    return Files.writeString(folder.resolve("password"), SERVER.password());
  }
}
