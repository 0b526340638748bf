/** Alerts on the server: judged once for all servers of a store, told, and shown over REST. */
@NullMarked
package dev.weir.server.alert;

import org.jspecify.annotations.NullMarked;
