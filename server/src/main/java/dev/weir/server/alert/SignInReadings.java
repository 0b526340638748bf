package dev.weir.server.alert;

import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import dev.weir.server.account.SignIns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** How many sign-ins this server has refused within five minutes. */
@Component
final class SignInReadings implements ReadingSource {
  private static final long WINDOW = Duration.ofMinutes(5).toNanos();

  private final SignIns signIns;
  private final Deque<Seen> past = new ArrayDeque<>();

  SignInReadings(SignIns signIns) {
    this.signIns = signIns;
    past.add(new Seen(System.nanoTime(), 0));
  }

  private record Seen(long at, double refused) {}

  @Override
  public Set<String> tells() {
    return Set.of("sign-ins.refused");
  }

  @Override
  public synchronized List<Reading> read() {
    long now = System.nanoTime();
    past.add(new Seen(now, signIns.refusals()));
    while (past.size() > 2 && now - past.getFirst().at() > WINDOW) {
      past.removeFirst();
    }
    double within = past.getLast().refused() - past.getFirst().refused();
    return List.of(Reading.of("sign-ins.refused", "", within));
  }
}
