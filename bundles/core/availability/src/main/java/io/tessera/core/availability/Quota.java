package io.tessera.core.availability;

/** Bounds all files together: their bytes, and their number, as each is known in memory. */
final class Quota {
  private long mostBytes;
  private int mostFiles;
  private long bytes;
  private int files;

  Quota(long mostBytes, int mostFiles) {
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** Other bounds; what is there already is kept, whatever they are. */
  synchronized void bound(long mostBytes, int mostFiles) {
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** Takes room for one more file; false when there is none. */
  synchronized boolean take(long size) {
    if (files >= mostFiles || size > mostBytes - bytes) {
      return false;
    }
    add(size);
    return true;
  }

  /** A file is there already: what a smaller quota finds is kept. */
  synchronized void add(long size) {
    files++;
    bytes += size;
  }

  synchronized void release(long size) {
    files--;
    bytes -= size;
  }

  long mostBytes() {
    return mostBytes;
  }

  synchronized long bytes() {
    return bytes;
  }
}
