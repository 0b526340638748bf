/** Traces and metrics of an open Weir by OpenTelemetry. */
@NullMarked
package dev.weir.operations.telemetry;

import org.jspecify.annotations.NullMarked;
