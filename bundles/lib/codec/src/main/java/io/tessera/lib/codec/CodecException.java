package io.tessera.lib.codec;

/** Bytes that are no encoding of what was expected: says where and why. */
public final class CodecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String path;
  private final String reason;

  /**
   * An error at byte {@code offset}.
   *
   * @param offset the byte's index, counted from where decoding began
   * @param path the structure being read, such as {@code block.header.epoch_mark}; may be empty
   * @param reason what is wrong there
   */
  public CodecException(long offset, String path, String reason) {
    super(
        path.isEmpty()
            ? reason + " (byte " + offset + ")"
            : path + ": " + reason + " (byte " + offset + ")");
    this.offset = offset;
    this.path = path;
    this.reason = reason;
  }

  /** Index of the offending byte, counted from where decoding began. */
  public long offset() {
    return offset;
  }

  /** The structure that was being read, outermost first; empty when the codec names none. */
  public String path() {
    return path;
  }

  /** What is wrong at the offset. */
  public String reason() {
    return reason;
  }

  /** Decoding runs on untrusted input all the time; a stack trace would only cost. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
