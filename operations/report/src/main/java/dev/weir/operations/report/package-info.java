/**
 * Reports of a database: what was seen at a moment, in order of importance, as text, HTML and JSON.
 */
@NullMarked
package dev.weir.operations.report;

import org.jspecify.annotations.NullMarked;
