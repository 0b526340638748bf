/** Who may use the server: accounts, sessions, tokens, and what each may do. */
@NullMarked
package dev.weir.server.account;

import org.jspecify.annotations.NullMarked;
