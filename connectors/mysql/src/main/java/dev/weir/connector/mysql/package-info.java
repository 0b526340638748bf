/** MySQL, from version 5.7, and MariaDB, from version 10.5. */
@NullMarked
package dev.weir.connector.mysql;

import org.jspecify.annotations.NullMarked;
