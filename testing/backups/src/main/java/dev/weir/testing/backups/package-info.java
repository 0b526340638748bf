/** What the tests of every backup method need: a backup and a log in a folder, and watched work. */
@NullMarked
package dev.weir.testing.backups;

import org.jspecify.annotations.NullMarked;
