package dev.weir.api;

/** Where a configuration is meant for; chooses defaults and how strict the checks are. */
public enum Environment {
  DEVELOPMENT,
  TEST,
  STAGING,
  PRODUCTION
}
