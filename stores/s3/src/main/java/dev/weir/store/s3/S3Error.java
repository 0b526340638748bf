package dev.weir.store.s3;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What S3 refuses ({@code S3-…}). */
enum S3Error implements ErrorCode {
  INVALID_LOCATION(
      "S3-001",
      ErrorKind.REJECTED,
      "The location or an option of an S3 store makes no sense.",
      "Write s3://bucket/prefix, and correct what the message names."),
  NO_CREDENTIALS(
      "S3-002",
      ErrorKind.REJECTED,
      "No credentials for S3 were found.",
      "Set access-key and secret-key, or provide what the AWS default chain reads: environment,"
          + " profile, or the machine's role."),
  CREDENTIALS_REFUSED(
      "S3-003",
      ErrorKind.DENIED,
      "S3 does not accept the credentials.",
      "Check access-key, secret-key and session-token; temporary ones may have expired."),
  FORBIDDEN(
      "S3-004",
      ErrorKind.DENIED,
      "The credentials may not do this.",
      "Grant the actions of the policy in docs/storage.md on this bucket and prefix."),
  NO_BUCKET(
      "S3-005",
      ErrorKind.REJECTED,
      "There is no bucket of this name.",
      "Check the bucket's name, or create it first; Weir creates no buckets."),
  OTHER_REGION(
      "S3-006",
      ErrorKind.REJECTED,
      "The bucket lies in another region.",
      "Set the option region to the bucket's region."),
  CLOCK(
      "S3-007",
      ErrorKind.FAILED,
      "The clock of this machine is too far from that of S3.",
      "Set this machine's clock, best by NTP."),
  NO_CONDITIONAL_WRITES(
      "S3-008",
      ErrorKind.FAILED,
      "The server does not heed If-None-Match, so it cannot keep two writers apart.",
      "Use a server that supports conditional writes, or set conditional-writes to false where only"
          + " one writer uses this place."),
  CERTIFICATE(
      "S3-009",
      ErrorKind.FAILED,
      "The server's certificate is not trusted.",
      "Check the endpoint's name, or add its authority to the Java trust store."),
  NO_REGION(
      "S3-010", ErrorKind.REJECTED, "No region is known.", "Set the option region, or AWS_REGION."),
  REFUSED("S3-011", ErrorKind.FAILED, "S3 refused a request.", "Read what S3 says in the message.");

  private final Entry entry;

  S3Error(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
