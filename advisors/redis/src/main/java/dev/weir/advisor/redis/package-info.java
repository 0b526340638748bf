/** What is wrong with a Redis server, by what it tells of itself and of its keys. */
@NullMarked
package dev.weir.advisor.redis;

import org.jspecify.annotations.NullMarked;
