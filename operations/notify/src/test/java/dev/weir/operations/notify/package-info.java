/** Notifications against a real mail server and a local receiver. */
@NullMarked
package dev.weir.operations.notify;

import org.jspecify.annotations.NullMarked;
