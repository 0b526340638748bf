/** Alerts: rules over readings, what state each is in, and whom to tell. */
@NullMarked
package dev.weir.operations.alert;

import org.jspecify.annotations.NullMarked;
