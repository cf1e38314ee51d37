package io.tessera.store.rocksdb;

/** The store cannot be opened, read or written; the message is one line for people. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public StoreException(String message) {
    super(message);
  }

  /** An error that something beneath caused. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
