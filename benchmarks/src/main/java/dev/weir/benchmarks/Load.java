package dev.weir.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that each ask again as soon as they are answered.
 *
 * @param virtual true for virtual threads
 */
record Load(int threads, boolean virtual) {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** Something to ask. */
  interface Question {
    void ask(SplittableRandom random) throws Exception;
  }

  /**
   * How fast it went.
   *
   * @param perSecond operations in a second
   * @param cpuMicros processor time of this process for one operation, in microseconds
   */
  record Rate(double perSecond, double cpuMicros) {}

  @Override
  public String toString() {
    return threads + (virtual ? " virtual" : " platform") + (threads == 1 ? " thread" : " threads");
  }

  Rate run(Question question, Duration time) throws Exception {
    LongAdder operations = new LongAdder();
    AtomicReference<Exception> failure = new AtomicReference<>();
    CountDownLatch go = new CountDownLatch(1);
    Stop stop = new Stop();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      SplittableRandom random = new SplittableRandom(i);
      Runnable loop =
          () -> {
            try {
              go.await();
              long count = 0;
              while (!stop.asked) {
                question.ask(random);
                count++;
              }
              operations.add(count);
            } catch (Exception e) {
              failure.set(e);
            }
          };
      running.add((virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(loop));
    }
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    go.countDown();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    stop.asked = true;
    for (Thread thread : running) {
      thread.join();
    }
    long took = System.nanoTime() - start;
    long used = SYSTEM.getProcessCpuTime() - cpu;
    if (failure.get() != null) {
      throw failure.get();
    }
    double count = operations.sum();
    return new Rate(count * 1e9 / took, used / 1e3 / count);
  }

  private static final class Stop {
    private volatile boolean asked;
  }
}
