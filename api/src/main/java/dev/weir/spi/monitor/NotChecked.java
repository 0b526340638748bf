package dev.weir.spi.monitor;

/**
 * Something that could not be looked at.
 *
 * @param what the topic or the part of it, such as {@code statements}
 * @param reason in a sentence
 * @param mend what would make it visible, such as a GRANT; empty when nothing would
 */
public record NotChecked(String what, String reason, String mend) {}
