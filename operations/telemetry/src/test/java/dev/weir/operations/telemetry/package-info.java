/** Tests of traces with a real server. */
package dev.weir.operations.telemetry;
