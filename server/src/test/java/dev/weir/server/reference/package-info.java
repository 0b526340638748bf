/** Tests of what the server says of its own calls. */
package dev.weir.server.reference;
