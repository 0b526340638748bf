/** Real database servers for tests, run as child processes from binaries out of Maven artifacts. */
@NullMarked
package dev.weir.testing.databases;

import org.jspecify.annotations.NullMarked;
