package dev.weir.connector.redis;

import dev.weir.api.Ability;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.spi.Connector;
import dev.weir.spi.Language;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Redis 6 and newer, in its own language: a statement is a command such as {@code HGETALL
 * patient:7} or {@code SET :key :value EX 60}, and answers rows or a count like any other. See
 * {@link CommandLine} for how commands are written and {@link ReplyRows} for what they answer.
 */
public final class RedisConnector implements Connector {
  static final int PORT = 6379;
  static final PoolDefaults POOL = new PoolDefaults(1, 10);

  @Override
  public String type() {
    return "REDIS";
  }

  @Override
  public String displayName() {
    return "Redis";
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.BATCHES, Ability.SCHEMA, Ability.CANCEL, Ability.TLS, Ability.NOTIFICATIONS);
  }

  @Override
  public Language language() {
    return new RedisLanguage();
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public PoolDefaults poolDefaults() {
    return POOL;
  }

  @Override
  public Optional<Definition.Builder> parse(String name, String url) {
    return RedisUrl.parse(name, url);
  }

  @Override
  public List<String> validate(Definition definition) {
    List<String> problems = new ArrayList<>();
    if (definition.host().isEmpty()) {
      problems.add("host is missing: name the machine that Redis runs on.");
    }
    if (!definition.database().matches("\\d{0,9}")) {
      problems.add("database must be the number of a Redis database, such as 0.");
    }
    for (String parameter : definition.parameters().keySet()) {
      if (!parameter.equals("client-name")) {
        problems.add("parameter " + parameter + " is not known; Redis takes client-name only.");
      }
    }
    Tls tls = definition.tls();
    if ((tls.certificate() == null) != (tls.key() == null)) {
      problems.add("tls.certificate and tls.key belong together: set both or neither.");
    }
    for (String file : new String[] {tls.ca(), tls.certificate(), tls.key()}) {
      if (file != null && !new File(file).canRead()) {
        problems.add("the TLS file " + file + " cannot be read.");
      }
    }
    return problems;
  }

  @Override
  public Node open(NodeSettings settings) {
    return new RedisNode(settings);
  }
}
