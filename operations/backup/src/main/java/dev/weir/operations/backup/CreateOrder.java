package dev.weir.operations.backup;

import dev.weir.operations.backup.stream.Compression;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What backup shall be taken.
 *
 * @param method null for the first of the engine that can work
 * @param encrypt null encrypts when there are keys
 * @param jobs the most programs, connections or threads at once, 1 or more
 * @param tally true when tables shall be counted and hashed, which proofs compare with
 * @param bytesPerSecond that are stored at most; 0 for no limit
 * @param options of the method
 */
public record CreateOrder(
    @Nullable String method,
    Scope scope,
    Level level,
    Compression compression,
    @Nullable Boolean encrypt,
    int jobs,
    boolean tally,
    long bytesPerSecond,
    Map<String, String> labels,
    Map<String, String> options) {
  public static final CreateOrder DEFAULT = builder().build();

  public CreateOrder {
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
    if (jobs < 1 || bytesPerSecond < 0) {
      throw dev.weir.api.Rejected.because(
          dev.weir.api.CoreError.INVALID_OPTION,
          "A backup takes 1 job or more, and a rate of 0 (no limit) or more.");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Makes orders; reusable. */
  public static final class Builder {
    private @Nullable String method;
    private Scope scope = new Scope.Whole();
    private Level level = Level.FULL;
    private Compression compression = Compression.ZSTD;
    private @Nullable Boolean encrypt;
    private int jobs = 1;
    private boolean tally = true;
    private long bytesPerSecond;
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();

    private Builder() {}

    public Builder method(@Nullable String value) {
      method = value;
      return this;
    }

    public Builder scope(Scope value) {
      scope = value;
      return this;
    }

    public Builder level(Level value) {
      level = value;
      return this;
    }

    public Builder compression(Compression value) {
      compression = value;
      return this;
    }

    public Builder encrypt(@Nullable Boolean value) {
      encrypt = value;
      return this;
    }

    public Builder jobs(int value) {
      jobs = value;
      return this;
    }

    public Builder tally(boolean value) {
      tally = value;
      return this;
    }

    public Builder bytesPerSecond(long value) {
      bytesPerSecond = value;
      return this;
    }

    public Builder label(String key, String value) {
      labels.put(key, value);
      return this;
    }

    public Builder option(String key, String value) {
      options.put(key, value);
      return this;
    }

    public Builder options(Map<String, String> value) {
      options.putAll(value);
      return this;
    }

    public CreateOrder build() {
      return new CreateOrder(
          method, scope, level, compression, encrypt, jobs, tally, bytesPerSecond, labels, options);
    }
  }
}
