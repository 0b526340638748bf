/** Tells people what happened: by mail, Slack, Teams, or a signed webhook. */
@NullMarked
package dev.weir.operations.notify;

import org.jspecify.annotations.NullMarked;
