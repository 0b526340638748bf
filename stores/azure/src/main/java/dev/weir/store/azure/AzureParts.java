package dev.weir.store.azure;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.store.transfer.Attempts;
import dev.weir.store.transfer.Part;
import dev.weir.store.transfer.Parts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** One object on its way: staged blocks and their list, or a single request where it is small. */
final class AzureParts implements Parts<String> {
  /** Tells an object that our own lost answer was about from one that somebody else wrote. */
  private static final String WRITER = "weirwriter";

  private final BlobClient blob;
  private final BlockBlobClient blocks;
  private final Attempts attempts;
  private final String location;
  private final String writer = UUID.randomUUID().toString();

  AzureParts(BlobClient blob, Attempts attempts, String location) {
    this.blob = blob;
    this.blocks = blob.getBlockBlobClient();
    this.attempts = attempts;
    this.location = location;
  }

  /** Blocks need no beginning. */
  @Override
  public void begin() {}

  @Override
  public String send(Part part) throws IOException {
    String id = id(part.number());
    byte[] md5 = part.md5();
    return attempts.call(
        "sending block " + part.number() + " of " + blob.getBlobName(),
        moved -> {
          blocks.stageBlockWithResponse(
              new BlockBlobStageBlockOptions(id, data(part, moved)).setContentMd5(md5), null, null);
          return id;
        });
  }

  /** All ids of a blob have one length, and no two uploads share one. */
  private String id(int number) {
    byte[] text = (writer + "-%06d".formatted(number)).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(text);
  }

  @Override
  public void complete(List<String> ids, Mode mode) throws IOException {
    boolean written =
        attempts.slow("completing " + blob.getBlobName(), _ -> ours(() -> commit(ids, mode)));
    if (!written) {
      throw new FileAlreadyExistsException(location);
    }
  }

  private void commit(List<String> ids, Mode mode) {
    blocks.commitBlockListWithResponse(
        new BlockBlobCommitBlockListOptions(ids)
            .setMetadata(Map.of(WRITER, writer))
            .setRequestConditions(conditions(mode)),
        null,
        null);
  }

  @Override
  public void whole(Part part, Mode mode) throws IOException {
    if (!put(part, mode)) {
      throw new FileAlreadyExistsException(location);
    }
  }

  boolean put(Part part, Mode mode) throws IOException {
    byte[] md5 = part.md5();
    return attempts.call(
        "writing " + blob.getBlobName(), moved -> ours(() -> put(part, md5, mode, moved)));
  }

  private void put(Part part, byte[] md5, Mode mode, AtomicLong moved) {
    blocks.uploadWithResponse(
        new BlockBlobSimpleUploadOptions(data(part, moved))
            .setContentMd5(md5)
            .setMetadata(Map.of(WRITER, writer))
            .setRequestConditions(conditions(mode)),
        null,
        null);
  }

  /**
   * True when the object is ours, be it by an earlier attempt whose answer was lost; false when
   * somebody else's stands there.
   */
  private boolean ours(Runnable write) {
    try {
      write.run();
      return true;
    } catch (BlobStorageException refused) {
      String code = AzureDiagnosis.code(refused);
      boolean taken = code.equals("BlobAlreadyExists") || refused.getStatusCode() == 412;
      if ((taken || code.equals("InvalidBlockList")) && writtenByUs()) {
        return true;
      }
      if (taken) {
        return false;
      }
      throw refused;
    }
  }

  private boolean writtenByUs() {
    return AzureStore.find(blob)
        .map(found -> writer.equals(found.getMetadata().get(WRITER)))
        .orElse(false);
  }

  private static BlobRequestConditions conditions(Mode mode) {
    return new BlobRequestConditions().setIfNoneMatch(mode == Mode.NEW ? "*" : null);
  }

  private static BinaryData data(Part part, AtomicLong moved) {
    return BinaryData.fromStream(part.stream(moved), (long) part.size());
  }

  /** Uncommitted blocks show nowhere, and Azure removes them after a week. */
  @Override
  public void abandon() {}
}
