package dev.weir.server.account;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;
import dev.weir.server.problem.Answered;

/** What sign-in and the accounts refuse with ({@code AUTH-…}). */
public enum AccountError implements ErrorCode, Answered {
  SIGN_IN_NEEDED(
      "AUTH-001",
      ErrorKind.DENIED,
      401,
      "The request names nobody.",
      "Sign in at POST /v1/session, or send a token in the Authorization header."),
  WRONG_CREDENTIALS(
      "AUTH-002",
      ErrorKind.DENIED,
      401,
      "Name and password do not fit.",
      "Try again; after five failures the account is locked for a while."),
  LOCKED(
      "AUTH-003",
      ErrorKind.UNAVAILABLE,
      429,
      "The account is locked after repeated failures.",
      "Wait for the time that the answer names, or ask an administrator to unlock it."),
  TOKEN_INVALID(
      "AUTH-004",
      ErrorKind.DENIED,
      401,
      "The token or session is unknown, revoked or has run out.",
      "Sign in again, or make a new token."),
  CSRF(
      "AUTH-005",
      ErrorKind.DENIED,
      403,
      "A browser's request that changes something lacks its proof.",
      "Send the csrf value of GET /v1/session in the header X-Weir-Csrf."),
  ROLE(
      "AUTH-006",
      ErrorKind.DENIED,
      403,
      "The account's role does not allow this.",
      "Ask an administrator for the role that the message names."),
  WEAK_PASSWORD(
      "AUTH-007",
      ErrorKind.REJECTED,
      422,
      "The password is too short, too long, or the name itself.",
      "Choose one of 12 to 1,000 characters."),
  UNKNOWN_USER(
      "AUTH-008",
      ErrorKind.REJECTED,
      404,
      "There is no account of this name.",
      "List the names with GET /v1/users."),
  USER_EXISTS(
      "AUTH-009",
      ErrorKind.REJECTED,
      409,
      "An account of this name exists already.",
      "Choose another name, or change the one that is there."),
  LAST_ADMINISTRATOR(
      "AUTH-010",
      ErrorKind.REJECTED,
      409,
      "This is the last administrator who can sign in.",
      "Make another administrator first."),
  INVALID_NAME(
      "AUTH-011",
      ErrorKind.REJECTED,
      422,
      "The name of the account cannot be used.",
      "Use 1 to 100 letters, digits, '.', '_', '-' or '@'."),
  UNKNOWN_TOKEN(
      "AUTH-012",
      ErrorKind.REJECTED,
      404,
      "There is no token with this id.",
      "List your tokens with GET /v1/tokens."),
  TENANT(
      "AUTH-013",
      ErrorKind.DENIED,
      403,
      "A token of one tenant does not allow this.",
      "Use it for that tenant's own rows, or ask for a token without a tenant.");

  private final Entry entry;
  private final int status;

  AccountError(String id, ErrorKind kind, int status, String summary, String nextStep) {
    this.entry = new Entry(id, kind, summary, nextStep);
    this.status = status;
  }

  @Override
  public Entry entry() {
    return entry;
  }

  @Override
  public int status() {
    return status;
  }
}
