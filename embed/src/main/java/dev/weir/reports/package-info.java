/** Looking at a database for a report: its monitor and its advisor together. */
@NullMarked
package dev.weir.reports;

import org.jspecify.annotations.NullMarked;
