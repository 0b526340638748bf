package dev.weir.spi.advise;

/**
 * How long a statement takes.
 *
 * @param milliseconds the median of some runs
 * @param cost what the engine's planner thinks; 0 where it has none
 */
public record Measured(String statement, double milliseconds, double cost) {}
