/** How databases of MySQL and MariaDB are doing, read from their own catalogs and commands. */
@NullMarked
package dev.weir.monitor.mysql;

import org.jspecify.annotations.NullMarked;
