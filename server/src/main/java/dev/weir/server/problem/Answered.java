package dev.weir.server.problem;

/** An error code that names its own HTTP status, where its kind alone would choose another. */
public interface Answered {
  int status();
}
