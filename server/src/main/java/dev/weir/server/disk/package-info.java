/** The disks of this machine that databases and the server's own files are on. */
@NullMarked
package dev.weir.server.disk;

import org.jspecify.annotations.NullMarked;
