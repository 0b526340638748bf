/** How rows leave Weir: the formats of the command line, the REST API and exports. */
@NullMarked
package dev.weir.engine.encode;

import org.jspecify.annotations.NullMarked;
