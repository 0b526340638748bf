package dev.weir.operations.backup.repository;

import dev.weir.operations.backup.BackupError;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease of this process, renewed until it is closed. */
public final class HeldLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);
  private final Leases leases;
  private final Lease lease;
  private final Thread heart;
  private volatile long renewed = System.nanoTime();
  private volatile boolean gone;

  HeldLease(Leases leases, Lease lease) {
    this.leases = leases;
    this.lease = lease;
    this.heart = Thread.ofVirtual().name("weir-lease-" + lease.id()).start(this::beat);
  }

  public String id() {
    return lease.id();
  }

  Lease lease() {
    return lease;
  }

  private void beat() {
    Duration every = leases.life().dividedBy(6);
    try {
      while (!gone) {
        TimeUnit.NANOSECONDS.sleep(every.toNanos());
        renew();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    long before = System.nanoTime();
    try {
      if (leases.renew(lease)) {
        renewed = before;
      } else {
        gone = true;
      }
    } catch (IOException | RuntimeException failed) {
      if (!gone) {
        LOG.warn("The lease {} could not be renewed; it is tried again", lease.id(), failed);
      }
    }
  }

  /** Throws {@code BACKUP-017} when others may take this work for dead. */
  public void check() {
    boolean late = System.nanoTime() - renewed > leases.life().toNanos() * 2 / 3;
    if (gone || late) {
      throw BackupError.LEASE_LOST.because(
          "The work on " + lease.database() + " could not renew its lease in time.");
    }
  }

  @Override
  public void close() {
    gone = true;
    heart.interrupt();
    try {
      heart.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    leases.end(lease);
  }
}
