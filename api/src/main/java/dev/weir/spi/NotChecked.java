package dev.weir.spi;

/**
 * What could not be looked at; it is not fine, it is not known.
 *
 * @param what the topic or the part of it, such as {@code statements}; of advice, the codes of the
 *     rules that were left out, with commas between them
 * @param reason in a sentence
 * @param mend what would make it visible, such as a GRANT; empty when nothing would
 */
public record NotChecked(String what, String reason, String mend) {}
