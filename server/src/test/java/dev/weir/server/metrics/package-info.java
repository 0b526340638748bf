/** Tests of what Prometheus reads. */
package dev.weir.server.metrics;
