package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;

/**
 * The hash that identifies a header and its block: Blake2b of the whole encoding, seal included.
 */
public final class HeaderHash {
  private HeaderHash() {}

  /** The hash of an encoded header. */
  public static Hash of(byte[] encodedHeader) {
    return Blake2b.hash(encodedHeader);
  }

  /** The hash of a header; encodes it first. */
  public static Hash of(Header header, ProtocolParameters parameters) {
    return of(Header.codec(parameters).encode(header));
  }
}
