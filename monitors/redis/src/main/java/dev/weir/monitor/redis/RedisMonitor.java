package dev.weir.monitor.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SessionFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.util.Set;

/** Redis from 6 on, by INFO, CLIENT LIST, LATENCY and CONFIG GET. */
public final class RedisMonitor implements Monitor {
  private static final String MEND =
      "ACL SETUSER the account that Weir signs in with +info +client|list +latency +config|get";

  @Override
  public Set<String> types() {
    return Set.of("REDIS");
  }

  @Override
  public Reading<Figure> server(Look look) {
    return look.reading("server", MEND, () -> ServerReading.read(look));
  }

  @Override
  public Reading<SessionFigures> sessions(Look look) {
    return look.reading("sessions", MEND, () -> Clients.read(look));
  }

  @Override
  public Reading<StatementFigures> statements(Look look) {
    return look.reading("statements", MEND, () -> ServerReading.commands(look));
  }

  @Override
  public Reading<WaitFigures> waits(Look look) {
    return look.reading("waits", MEND, () -> ServerReading.latency(look));
  }

  @Override
  public Reading<ReplicaFigures> replication(Look look) {
    return look.reading("replication", MEND, () -> ServerReading.replication(look));
  }

  @Override
  public Reading<SettingFigures> settings(Look look) {
    return look.reading("settings", MEND, () -> ServerReading.settings(look));
  }

  @Override
  public boolean stop(Look look, SessionFigures session, Stop how) {
    return Clients.stop(look, session, how);
  }

  @Override
  public Plan explain(Look look, Statement statement, boolean run) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, "Redis makes no plans: a command is what it does.");
  }
}
