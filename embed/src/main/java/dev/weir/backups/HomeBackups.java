package dev.weir.backups;

import dev.weir.Home;
import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.config.Settings;
import dev.weir.engine.secret.MasterKey;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.backup.BackupError;
import dev.weir.operations.backup.Backups;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.Methods;
import dev.weir.operations.backup.Objectives;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.spi.backup.BackupMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The backups of a home, as its configuration says: where they are kept, the keys that are sealed
 * in the home, and the rules. Close it to close the repositories.
 */
public final class HomeBackups implements AutoCloseable {
  private static final Pattern STORE_PORT = Pattern.compile("(?m)^port = (\\d+)$");

  private final Settings.Backup settings;
  private final Secrets secrets;
  private final Map<String, String> names;
  private final Backups backups;
  private final Path work;

  private HomeBackups(
      Settings.Backup settings,
      Secrets secrets,
      Map<String, String> names,
      Backups backups,
      Path work) {
    this.names = names;
    this.work = work;
    this.settings = settings;
    this.secrets = secrets;
    this.backups = backups;
  }

  /**
   * Opens the repository and its copies; makes those that are empty places, and a key when there is
   * none and backups are to be encrypted.
   *
   * @param directory what a relative folder is below
   * @throws dev.weir.api.WeirException {@code BACKUP-001} to {@code BACKUP-006} when a place cannot
   *     be used
   */
  public static HomeBackups open(
      Home home, Settings settings, Map<String, String> variables, Path directory) {
    Secrets secrets = Secrets.standard(home.folder(), variables);
    Places places = new Places(home, settings, secrets, directory);
    BackupKeys keys = keys(home, settings.backup(), variables);
    List<Repository> opened = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    try {
      opened.add(Repository.open(places.primary(), keys));
      places
          .copies()
          .forEach((name, store) -> {
            names.put(name, store.location());
            opened.add(Repository.open(store, keys));
          });
    } catch (RuntimeException failed) {
      opened.forEach(Repository::close);
      throw failed;
    }
    return new HomeBackups(
        settings.backup(),
        secrets,
        names,
        new Backups(
            opened.getFirst(),
            opened.subList(1, opened.size()),
            methods(home, settings, directory),
            home.work()),
        home.work());
  }

  /** Those that are installed, and that of Weir itself where a method for its store is. */
  private static Methods methods(Home home, Settings settings, Path directory) {
    Methods installed = Methods.installed();
    List<BackupMethod> all = new ArrayList<>(installed.all());
    all.stream()
        .filter(method -> method.name().equals("pg_basebackup"))
        .findFirst()
        .ifPresent(store ->
            all.add(
                new SelfBackup(
                    store, home, directory.resolve("weir.yaml"), settings.backup().encryption())));
    return new Methods(all);
  }

  private static BackupKeys keys(
      Home home, Settings.Backup settings, Map<String, String> variables) {
    SealedFileSecrets sealed = sealed(home, variables);
    return settings.encryption() ? BackupKeys.orCreate(sealed) : BackupKeys.in(sealed);
  }

  private static SealedFileSecrets sealed(Home home, Map<String, String> variables) {
    return new SealedFileSecrets(home.folder(), MasterKey.from(home.folder(), variables));
  }

  /** The ids of the keys sealed in a home, the one for new backups last. */
  public static BackupKeys keysOf(Home home, Map<String, String> variables) {
    return BackupKeys.in(sealed(home, variables));
  }

  /** Makes a new key for backups from now on and seals it; the older ones go on reading. */
  public static BackupKeys rotateKeys(Home home, Map<String, String> variables) {
    return change(home, variables, keys -> keys.isEmpty() ? BackupKeys.generate() : keys.rotate());
  }

  /** Seals keys that were exported elsewhere, beside those that are there. */
  public static BackupKeys importKeys(Home home, Map<String, String> variables, Secret exported) {
    BackupKeys brought = BackupKeys.parse(exported);
    return change(home, variables, keys -> keys.and(brought));
  }

  private static BackupKeys change(
      Home home,
      Map<String, String> variables,
      java.util.function.UnaryOperator<BackupKeys> change) {
    SealedFileSecrets sealed = sealed(home, variables);
    BackupKeys changed = change.apply(BackupKeys.in(sealed));
    changed.sealIn(sealed);
    return changed;
  }

  public Backups backups() {
    return backups;
  }

  /** The location of the repository that is meant by the name of a copy, or by a location. */
  public @Nullable String location(@Nullable String nameOrLocation) {
    return nameOrLocation == null ? null : names.getOrDefault(nameOrLocation, nameOrLocation);
  }

  /** A database to be backed up or restored into; its password is looked up when it is needed. */
  public Subject subject(OpenDatabase database) {
    Definition definition = database.definition();
    return new Subject(database, definition, () -> secrets.resolve(definition.password()));
  }

  /**
   * Weir itself, with the embedded store of this home's server, which must run.
   *
   * @param store the store as {@link #store} defines it, open
   */
  public Subject self(OpenDatabase store) {
    Subject subject = subject(store);
    Definition self =
        Definition.builder(SelfBackup.NAME, SelfBackup.TYPE)
            .host(subject.definition().host())
            .port(subject.definition().port())
            .database(subject.definition().database())
            .user(subject.definition().user())
            .environment(subject.definition().environment())
            .build();
    return new Subject(store, self, subject.password());
  }

  /**
   * The embedded store of a home.
   *
   * @throws dev.weir.api.Failed {@code BACKUP-010} where there is none
   */
  public static Definition store(Home home) {
    Path settings = home.store().resolve("weir.conf");
    try {
      Matcher port = STORE_PORT.matcher(Files.readString(settings));
      if (port.find()) {
        return Definition.builder(SelfBackup.NAME, "POSTGRESQL")
            .host("127.0.0.1")
            .port(Integer.parseInt(port.group(1)))
            .database("weir")
            .user("weir")
            .password(Secret.of("sealed://store/weir"))
            .build();
      }
    } catch (IOException none) {
      // told below
    }
    throw BackupError.REQUIREMENT_MISSING.because(
        "The home "
            + home.folder()
            + " has no embedded store. Run `weir up` there first; a store elsewhere is backed up as"
            + " a database like any other.");
  }

  /**
   * What each method for a database that can take such a backup needs, in the order in which they
   * would be tried; changes nothing.
   */
  public List<Readiness> check(Subject subject, CreateOrder order) {
    return Readiness.of(backups.methods(), subject, order, work);
  }

  /** An order with the configuration's compression, encryption, jobs and throttle. */
  public CreateOrder.Builder order() {
    return CreateOrder.builder()
        .compression(Compression.valueOf(settings.compression().name()))
        .encrypt(settings.encryption())
        .jobs(settings.jobs())
        .bytesPerSecond(settings.bytesPerSecond());
  }

  /** The most programs, connections or threads at once. */
  public int jobs() {
    return settings.jobs();
  }

  /** What is kept. */
  public RetentionRule retention() {
    Settings.Keep keep = settings.keep();
    return new RetentionRule(
        settings.retention(),
        keep.last(),
        keep.hourly(),
        keep.daily(),
        keep.weekly(),
        keep.monthly(),
        settings.zone());
  }

  /** What a disaster may cost. */
  public Objectives objectives() {
    Settings.Targets targets = settings.targets();
    return new Objectives(targets.rpo(), targets.rto(), targets.proof());
  }

  /**
   * What is done when.
   *
   * @throws dev.weir.api.Rejected {@code BACKUP-024} for a schedule that makes no sense
   */
  public static List<Schedule> schedules(Settings.Backup settings) {
    return settings.schedules().entrySet().stream()
        .map(each -> schedule(each.getKey(), each.getValue(), settings.zone()))
        .toList();
  }

  /**
   * One schedule: five fields of cron, perhaps {@code zone=Europe/Stockholm} and {@code
   * window=22:00-06:00}, and what is done.
   *
   * @param usual the zone where it names none
   * @throws dev.weir.api.Rejected with {@code BACKUP-024} when it makes no sense
   */
  public static Schedule schedule(String name, String text, ZoneId usual) {
    Deque<String> words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    List<String> cron = new ArrayList<>();
    while (cron.size() < 5 && !words.isEmpty()) {
      cron.add(words.remove());
    }
    ZoneId zone = usual;
    Schedule.Window window = null;
    while (!words.isEmpty() && words.peek().matches("(zone|window)=.*")) {
      String word = words.remove();
      String value = word.substring(word.indexOf('=') + 1);
      if (word.startsWith("zone=")) {
        zone = understood(name, word, () -> ZoneId.of(value));
      } else {
        window = understood(name, word, () -> window(value));
      }
    }
    if (words.isEmpty()) {
      throw BackupError.INVALID_SCHEDULE.because("The schedule " + name + " does nothing.");
    }
    List<String> command = new ArrayList<>(List.of("backup"));
    command.addAll(words);
    return new Schedule(name, String.join(" ", cron), zone, window, command);
  }

  private static Schedule.Window window(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new DateTimeException("it is written as 22:00-06:00");
    }
    return new Schedule.Window(LocalTime.parse(ends[0]), LocalTime.parse(ends[1]));
  }

  private static <T> T understood(String name, String word, Supplier<T> value) {
    try {
      return value.get();
    } catch (DateTimeException wrong) {
      throw BackupError.INVALID_SCHEDULE.because(
          "The schedule " + name + " has '" + word + "': " + wrong.getMessage() + ".");
    }
  }

  @Override
  public void close() {
    backups.close();
  }
}
