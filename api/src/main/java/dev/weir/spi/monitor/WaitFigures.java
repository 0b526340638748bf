package dev.weir.spi.monitor;

/**
 * What is waited for.
 *
 * @param kind such as {@code Lock} or {@code IO}; {@code CPU} for those that run
 * @param sessions that wait for it now; 0 where only the past is told
 * @param seconds waited since the counter began; 0 where only the present is told
 * @param epoch of the counter; changes when it has begun anew
 */
public record WaitFigures(String kind, String event, long sessions, double seconds, String epoch) {}
