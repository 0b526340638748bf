/** Tests of the distribution as it is built. */
package dev.weir.testing.distribution;
