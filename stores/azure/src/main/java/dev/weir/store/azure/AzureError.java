package dev.weir.store.azure;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What Azure Blob Storage refuses ({@code AZURE-…}). */
enum AzureError implements ErrorCode {
  INVALID_LOCATION(
      "AZURE-001",
      ErrorKind.REJECTED,
      "The location or an option of an Azure store makes no sense.",
      "Write azure://account/container/prefix, and correct what the message names."),
  CREDENTIALS_REFUSED(
      "AZURE-002",
      ErrorKind.DENIED,
      "Azure does not accept the credentials.",
      "Check account-key or sas: a sas may have expired, a key belongs to one account, and the"
          + " account's firewall may refuse this machine."),
  FORBIDDEN(
      "AZURE-003",
      ErrorKind.DENIED,
      "The credentials may not do this.",
      "Grant read, write, delete and list on the container, as docs/storage.md shows, and check the"
          + " account's firewall."),
  NO_CONTAINER(
      "AZURE-004",
      ErrorKind.REJECTED,
      "There is no container of this name.",
      "Check the container's name, or create it first; Weir creates no containers."),
  CLOCK(
      "AZURE-005",
      ErrorKind.FAILED,
      "The clock of this machine is too far from that of Azure.",
      "Set this machine's clock, best by NTP."),
  CERTIFICATE(
      "AZURE-006",
      ErrorKind.FAILED,
      "The server's certificate is not trusted.",
      "Check the endpoint's name, or add its authority to the Java trust store."),
  REFUSED(
      "AZURE-007",
      ErrorKind.FAILED,
      "Azure refused a request.",
      "Read what Azure says in the message.");

  private final Entry entry;

  AzureError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
