package dev.weir.server.boot;

/** The version of this server. */
public record Version(String text) {}
