/** What is wrong with a MariaDB or MySQL database, by what its catalog tells. */
@NullMarked
package dev.weir.advisor.mysql;

import org.jspecify.annotations.NullMarked;
