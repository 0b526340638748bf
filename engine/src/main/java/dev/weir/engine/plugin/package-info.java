/** What is installed beside Weir: a folder of jars each, with a class loader of its own. */
@NullMarked
package dev.weir.engine.plugin;

import org.jspecify.annotations.NullMarked;
