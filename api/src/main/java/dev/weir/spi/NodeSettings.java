package dev.weir.spi;

import dev.weir.api.Definition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a connector needs to open a node.
 *
 * @param definition with host and port of this node, and pool sizes filled in
 * @param node the node's name, unique in its database, such as {@code primary}
 * @param replica true when the node is only read from
 * @param password asked for each time a connection is opened, so that a rotated secret is used at
 *     once; answers null where there is none
 */
public record NodeSettings(
    Definition definition, String node, boolean replica, Supplier<@Nullable String> password) {}
