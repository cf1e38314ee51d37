package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.work.StoredExports;
import java.io.IOException;
import java.util.Objects;

/** Segments in one file: how many are exported, these, then those that prove them. */
final class ExportsFile implements StoredExports {
  private static final int HEAD = 2;

  private final StoredFile file;
  private final int count;

  private ExportsFile(StoredFile file, int count) {
    this.file = file;
    this.count = count;
  }

  /** Takes the file over. */
  static ExportsFile open(StoredFile file) throws IOException {
    return Damage.check(
        file,
        () -> {
          Bytes head = file.read(0, HEAD);
          int count = head.get(0) | head.get(1) << 8;
          long segments = (long) count + PagedProofs.count(count);
          if (file.size() != HEAD + segments * ErasureCode.SEGMENT_SIZE) {
            throw new IOException("a damaged file");
          }
          return new ExportsFile(file, count);
        });
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Bytes segment(int index) throws IOException {
    return at(Objects.checkIndex(index, count));
  }

  @Override
  public Bytes proof(int page) throws IOException {
    return at(count + Objects.checkIndex(page, PagedProofs.count(count)));
  }

  private Bytes at(int index) throws IOException {
    return file.read(HEAD + (long) index * ErasureCode.SEGMENT_SIZE, ErasureCode.SEGMENT_SIZE);
  }

  @Override
  public void close() {
    file.close();
  }
}
