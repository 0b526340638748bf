package dev.weir.audit;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Principal;
import dev.weir.api.WeirException;
import dev.weir.engine.Looking;
import dev.weir.engine.Request;
import dev.weir.engine.RequestListener;
import dev.weir.engine.encode.JsonPrinter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file with a line of JSON for each request: who, what (the text without literals,
 * and its fingerprint), where, when, from and result. Each line holds the SHA-256 of the one before
 * and its own, so that a changed, removed or inserted line shows; lines cut off at the end show
 * only against a copy of the last hash. Thread-safe, and several processes may write to one file.
 */
public final class AuditFile implements RequestListener {
  private static final String NONE = "0".repeat(64);
  private static final String HASH = ",\"hash\":\"";
  private static final int LONGEST_TEXT = 4_000;
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;

  public AuditFile(Path file) {
    this.file = file;
  }

  /**
   * What {@link #verify} found.
   *
   * @param lines how many were read
   * @param broken the first line, counted from 1, that does not fit; 0 when all do
   * @param last the hash of the last line that fits
   */
  public record Verdict(long lines, long broken, String last) {
    public boolean intact() {
      return broken == 0;
    }
  }

  @Override
  public void finished(Request request, Duration took, long rows, @Nullable WeirException error) {
    if (Looking.is(request)) {
      return;
    }
    Principal principal = request.caller().principal();
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("when", Instant.now().toString());
    entry.put("who", principal.name());
    entry.put("role", principal.role().name().toLowerCase(Locale.ROOT));
    entry.put("from", principal.origin());
    entry.put("where", request.database().name());
    entry.put("what", cut(request.normalized()));
    entry.put("fingerprint", request.fingerprint());
    entry.put("kind", request.kind().name().toLowerCase(Locale.ROOT));
    entry.put("tenant", request.tenant());
    entry.put("result", error == null ? "done" : error.code().id());
    entry.put("rows", rows < 0 ? null : rows);
    entry.put("millis", took.toMillis());
    append(entry);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /**
   * Appends a line.
   *
   * @throws Failed with {@code WEIR-036} when it cannot be written
   */
  public void append(Map<String, ? extends @Nullable Object> entry) {
    IN_PROCESS.lock();
    try (FileChannel channel = open();
        var _ = channel.lock()) {
      Map<String, @Nullable Object> chained = new LinkedHashMap<>(entry);
      chained.put("previous", lastHash(channel));
      String body = new JsonPrinter().text(chained);
      String open = body.substring(0, body.length() - 1);
      String line = open + HASH + hash(open) + "\"}\n";
      ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      channel.position(channel.size());
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    } catch (IOException e) {
      throw Failed.because(CoreError.HOME, "The audit file " + file + " cannot be written.", e);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The hash stands at a fixed place before the end of the last line. */
  private static String lastHash(FileChannel channel) throws IOException {
    int length = NONE.length() + "\"}\n".length();
    if (channel.size() < length) {
      return NONE;
    }
    ByteBuffer end = ByteBuffer.allocate(length);
    channel.read(end, channel.size() - length);
    return new String(end.array(), 0, NONE.length(), StandardCharsets.US_ASCII);
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Reads the whole file and checks each line against the one before. */
  public Verdict verify() {
    String previous = NONE;
    long lines = 0;
    if (!Files.exists(file)) {
      return new Verdict(0, 0, NONE);
    }
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines++;
        String hash = fitting(line, previous);
        if (hash == null) {
          return new Verdict(lines, lines, previous);
        }
        previous = hash;
      }
    } catch (IOException e) {
      throw Failed.because(CoreError.HOME, "The audit file " + file + " cannot be read.", e);
    }
    return new Verdict(lines, 0, previous);
  }

  /** The hash of a line that follows {@code previous}; null when it does not. */
  private static @Nullable String fitting(String line, String previous) {
    int at = line.lastIndexOf(HASH);
    if (at < 0 || !line.substring(0, at).endsWith("\"previous\":\"" + previous + "\"")) {
      return null;
    }
    String hash = hash(line.substring(0, at));
    return line.equals(line.substring(0, at) + HASH + hash + "\"}") ? hash : null;
  }

  /** The last lines, oldest first. */
  public List<String> tail(int count) {
    if (!Files.exists(file)) {
      return List.of();
    }
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        last.addLast(line);
        if (last.size() > count) {
          last.removeFirst();
        }
      }
    } catch (IOException e) {
      throw Failed.because(CoreError.HOME, "The audit file " + file + " cannot be read.", e);
    }
    return List.copyOf(last);
  }
}
