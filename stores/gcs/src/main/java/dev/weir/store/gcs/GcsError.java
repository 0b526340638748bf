package dev.weir.store.gcs;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What Google Cloud Storage refuses ({@code GCS-…}). */
enum GcsError implements ErrorCode {
  INVALID_LOCATION(
      "GCS-001",
      ErrorKind.REJECTED,
      "The location or an option of a Google Cloud store makes no sense.",
      "Write gs://bucket/prefix, and correct what the message names."),
  NO_CREDENTIALS(
      "GCS-002",
      ErrorKind.REJECTED,
      "No credentials for Google Cloud were found, or they cannot be read.",
      "Set credentials to a service account's JSON file, or provide application default"
          + " credentials."),
  CREDENTIALS_REFUSED(
      "GCS-003",
      ErrorKind.DENIED,
      "Google does not accept the credentials.",
      "Check that the service account and its key still exist."),
  FORBIDDEN(
      "GCS-004",
      ErrorKind.DENIED,
      "The credentials may not do this.",
      "Grant the role that docs/storage.md shows on this bucket."),
  NO_BUCKET(
      "GCS-005",
      ErrorKind.REJECTED,
      "There is no bucket of this name.",
      "Check the bucket's name, or create it first; Weir creates no buckets."),
  CERTIFICATE(
      "GCS-006",
      ErrorKind.FAILED,
      "The server's certificate is not trusted.",
      "Check the endpoint's name, or add its authority to the Java trust store."),
  REFUSED(
      "GCS-007",
      ErrorKind.FAILED,
      "Google Cloud Storage refused a request.",
      "Read what Google says in the message.");

  private final Entry entry;

  GcsError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
