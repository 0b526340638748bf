package dev.weir.spi.trace;

import org.jspecify.annotations.Nullable;

/**
 * A statement as it may be told to others; holds no literal and no value of a parameter.
 *
 * @param type of the connector, such as {@code POSTGRESQL}
 * @param namespace the database on the server
 * @param host empty where there is none, such as for a file
 * @param port 0 where there is none
 * @param operation the first word of the text, such as {@code SELECT}; empty when not understood
 * @param summary operation and tables, such as {@code SELECT patients}
 * @param text with literals replaced by {@code ?}
 * @param procedure the procedure that is called; null for a statement
 * @param batch how many sets of values; 0 when it is no batch
 */
public record Sent(
    String type,
    String namespace,
    String host,
    int port,
    String operation,
    String summary,
    String text,
    @Nullable String procedure,
    int batch) {}
