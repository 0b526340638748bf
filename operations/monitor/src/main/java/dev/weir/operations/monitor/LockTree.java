package dev.weir.operations.monitor;

import dev.weir.spi.monitor.SessionFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who waits for whom, as trees; a root holds others up and waits for nobody. */
public record LockTree(List<Waiter> roots) {
  /** A prepared transaction has no session; PostgreSQL tells it as process 0. */
  private static final String PREPARED = "0";

  /**
   * A session in a tree.
   *
   * @param waiting those that wait for it; one that waits for several is told once, below the first
   * @param behind how many wait for it, directly or not
   */
  public record Waiter(SessionFigures session, List<Waiter> waiting, int behind) {
    public Waiter {
      waiting = List.copyOf(waiting);
    }
  }

  public LockTree {
    roots = List.copyOf(roots);
  }

  /** Those who wait, in all trees. */
  public int waiting() {
    return roots.stream().mapToInt(Waiter::behind).sum();
  }

  /** The trees of these sessions; a circle is told from the one whose transaction is the oldest. */
  public static LockTree of(List<SessionFigures> sessions) {
    Builder builder = new Builder(sessions);
    List<Waiter> roots = new ArrayList<>();
    for (String root : builder.roots()) {
      roots.add(builder.waiter(root));
    }
    roots.sort(Comparator.comparingInt(Waiter::behind).reversed());
    return new LockTree(roots);
  }

  private static final class Builder {
    private final Map<String, SessionFigures> sessions = new LinkedHashMap<>();
    private final Map<String, List<String>> behind = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    Builder(List<SessionFigures> all) {
      all.forEach(session -> sessions.put(session.id(), session));
      for (SessionFigures session : all) {
        for (String blocker : session.blockedBy()) {
          sessions.computeIfAbsent(blocker, Builder::unseen);
          behind.computeIfAbsent(blocker, _ -> new ArrayList<>()).add(session.id());
        }
      }
    }

    private static SessionFigures unseen(String id) {
      boolean prepared = id.equals(PREPARED);
      return new SessionFigures(
          id,
          prepared ? "prepared transaction" : "client",
          null,
          null,
          null,
          null,
          prepared ? "prepared" : "hidden",
          null,
          null,
          null,
          null,
          null,
          List.of(),
          null);
    }

    /** Those that nobody holds up, then one of each circle. */
    Set<String> roots() {
      Set<String> roots = new LinkedHashSet<>();
      Set<String> reached = new HashSet<>();
      for (SessionFigures session : sessions.values()) {
        if (session.blockedBy().isEmpty() && behind.containsKey(session.id())) {
          roots.add(session.id());
          reach(session.id(), reached);
        }
      }
      for (SessionFigures session : sessions.values()) {
        if (!session.blockedBy().isEmpty() && !reached.contains(session.id())) {
          roots.add(session.id());
          reach(session.id(), reached);
        }
      }
      return roots;
    }

    private void reach(String id, Set<String> reached) {
      if (reached.add(id)) {
        behind.getOrDefault(id, List.of()).forEach(next -> reach(next, reached));
      }
    }

    Waiter waiter(String id) {
      told.add(id);
      List<Waiter> waiting = new ArrayList<>();
      int count = 0;
      for (String next : behind.getOrDefault(id, List.of())) {
        if (isNearest(next, id) && !told.contains(next)) {
          Waiter waiter = waiter(next);
          waiting.add(waiter);
          count += 1 + waiter.behind();
        }
      }
      return new Waiter(java.util.Objects.requireNonNull(sessions.get(id)), waiting, count);
    }

    /**
     * A queue for one lock names everyone ahead as a blocker; below the last of them is where a
     * session stands in it.
     */
    private boolean isNearest(String waiter, String blocker) {
      List<String> blockers = java.util.Objects.requireNonNull(sessions.get(waiter)).blockedBy();
      for (String other : blockers) {
        if (!other.equals(blocker) && !told.contains(other) && waitsFor(other, blocker)) {
          return false;
        }
      }
      return true;
    }

    private boolean waitsFor(String session, String blocker) {
      SessionFigures known = sessions.get(session);
      return known != null && known.blockedBy().contains(blocker);
    }
  }
}
