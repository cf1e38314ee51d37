package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.trace.RawState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads files that hold blocks, one block at a time. */
final class BlockFiles {
  /** More than the largest block that the Gray Paper's limits allow, with all reports full. */
  static final int LARGEST_BLOCK = 64 << 20;

  private static final int LARGEST_TRACE_STEP = 1 << 30;
  private static final Pattern TRACE_STEP = Pattern.compile("\\d{8}\\.bin");

  /** Takes the blocks. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a block.
     *
     * @param offset where it begins in the file
     * @return whether to go on
     */
    boolean accept(EncodedBlock block, long offset);
  }

  /** A file that is not what it should be. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;

    Malformed(long offset, String reason) {
      super(reason);
      this.offset = offset;
    }

    /** The byte at which it goes wrong. */
    long offset() {
      return offset;
    }
  }

  private final Codec<EncodedBlock> codec;

  BlockFiles(Codec<EncodedBlock> codec) {
    this.codec = codec;
  }

  /** Whether a file's name is that of a trace's step. */
  static boolean isTraceStep(Path file) {
    return TRACE_STEP.matcher(file.getFileName().toString()).matches();
  }

  /** Reads a trace's step or a file of blocks with their sizes before them. */
  void read(Path file, Sink sink) throws IOException, Malformed {
    if (isTraceStep(file)) {
      readTraceStep(file, sink);
    } else {
      readSizedBlocks(file, sink);
    }
  }

  private void readTraceStep(Path file, Sink sink) throws IOException, Malformed {
    if (Files.size(file) > LARGEST_TRACE_STEP) {
      throw new Malformed(0, "more than " + LARGEST_TRACE_STEP + " bytes are no trace file");
    }
    JamReader in = new JamReader(Files.readAllBytes(file));
    try {
      RawState.skip(in);
      long offset = in.offset();
      EncodedBlock block = codec.decode(in);
      RawState.skip(in);
      in.expectEnd();
      sink.accept(block, offset);
    } catch (CodecException malformed) {
      throw new Malformed(malformed.offset(), "no trace file: " + malformed.getMessage());
    }
  }

  private void readSizedBlocks(Path file, Sink sink) throws IOException, Malformed {
    long offset = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (byte[] prefix = in.readNBytes(4); prefix.length > 0; prefix = in.readNBytes(4)) {
        int size = size(prefix, offset);
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
          throw new Malformed(
              offset, "a block of " + size + " bytes is cut off after " + bytes.length);
        }
        if (!sink.accept(decode(bytes, offset), offset)) {
          return;
        }
        offset += 4L + size;
      }
      if (offset == 0) {
        throw new Malformed(0, "the file is empty");
      }
    }
  }

  private static int size(byte[] prefix, long offset) throws Malformed {
    if (prefix.length < 4) {
      throw new Malformed(offset, "a block's size is cut off after " + prefix.length + " bytes");
    }
    int size = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size <= 0 || size > LARGEST_BLOCK) {
      throw new Malformed(
          offset,
          "a block's size is "
              + Integer.toUnsignedString(size)
              + " bytes; 1 to "
              + LARGEST_BLOCK
              + " are possible");
    }
    return size;
  }

  private EncodedBlock decode(byte[] bytes, long offset) throws Malformed {
    try {
      return codec.decode(bytes);
    } catch (CodecException malformed) {
      throw new Malformed(offset + 4 + malformed.offset(), "no block: " + malformed.getMessage());
    }
  }
}
