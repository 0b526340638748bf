/** What {@code /v1/openapi.json} says of each call. */
@NullMarked
package dev.weir.server.reference;

import org.jspecify.annotations.NullMarked;
