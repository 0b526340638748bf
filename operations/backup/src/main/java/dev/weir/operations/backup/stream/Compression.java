package dev.weir.operations.backup.stream;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;

/** How content is made smaller; each writes the format of the program of the same name. */
public enum Compression {
  ZSTD(".zst") {
    @Override
    OutputStream compress(OutputStream out, int workers) throws IOException {
      ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out, 3);
      zstd.setChecksum(true);
      return workers == 0 ? zstd : zstd.setWorkers(workers);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new ZstdInputStreamNoFinalizer(in);
    }
  },
  GZIP(".gz") {
    @Override
    OutputStream compress(OutputStream out, int workers) throws IOException {
      return new FastGzip(out);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new GZIPInputStream(in, 1 << 16);
    }
  },
  LZ4(".lz4") {
    @Override
    OutputStream compress(OutputStream out, int workers) throws IOException {
      return new LZ4FrameOutputStream(
          out, BLOCKSIZE.SIZE_1MB, FLG.Bits.BLOCK_INDEPENDENCE, FLG.Bits.CONTENT_CHECKSUM);
    }

    @Override
    InputStream decompress(InputStream in) throws IOException {
      return new LZ4FrameInputStream(in);
    }
  },
  NONE("") {
    @Override
    OutputStream compress(OutputStream out, int workers) {
      return out;
    }

    @Override
    InputStream decompress(InputStream in) {
      return in;
    }
  };

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  /** The program that reads it, or {@code none}. */
  public String program() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the name of a file so compressed ends with. */
  public String ending() {
    return ending;
  }

  /**
   * @param workers threads that compress beside the one that writes, where the format can use them;
   *     0 for that one alone
   */
  abstract OutputStream compress(OutputStream out, int workers) throws IOException;

  abstract InputStream decompress(InputStream in) throws IOException;

  /** What a file looks compressed with, by how it begins. */
  static Compression of(byte[] start) {
    if (begins(start, 0x28, 0xB5, 0x2F, 0xFD)) {
      return ZSTD;
    }
    if (begins(start, 0x1F, 0x8B)) {
      return GZIP;
    }
    return begins(start, 0x04, 0x22, 0x4D, 0x18) ? LZ4 : NONE;
  }

  private static boolean begins(byte[] start, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= start.length || (start[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Level 1 loses a few percent of size and wins most of the time. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
