package dev.weir.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/** An answer that is dropped when it is closed early; closing it as such would read all of it. */
final class Abandonable extends FilterInputStream {
  private final ResponseInputStream<?> answer;

  Abandonable(ResponseInputStream<?> answer) {
    super(answer);
    this.answer = answer;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return answer.read(bytes, offset, length);
  }

  @Override
  public void close() {
    answer.abort();
  }
}
