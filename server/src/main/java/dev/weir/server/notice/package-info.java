/** Tells people what they should know, over the channels of the configuration. */
@NullMarked
package dev.weir.server.notice;

import org.jspecify.annotations.NullMarked;
