package io.tessera.lib.crypto;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateKeys;

/**
 * Where the items of a service stand in the state (Gray Paper, appendix "State Merklization", the
 * last three rows of T(σ)): a number that tells the sort of item, then what names it, hashed.
 */
public final class ServiceKeys {
  private static final long STORAGE = 0xffff_ffffL;
  private static final long PREIMAGE = 0xffff_fffeL;

  private ServiceKeys() {}

  /** The key of an item of a service's storage, by the key that the service gave it. */
  public static StateKey storage(long service, Bytes key) {
    return item(service, STORAGE, key);
  }

  /** The key of a preimage that was provided to a service, by the preimage's hash. */
  public static StateKey preimage(long service, Hash hash) {
    return item(service, PREIMAGE, hash);
  }

  /**
   * The key of a service's request for a preimage.
   *
   * @param hash the preimage's hash
   * @param length its length in octets, 0 to 2^32 - 1
   */
  public static StateKey request(long service, Hash hash, long length) {
    return item(service, length, hash);
  }

  private static StateKey item(long service, long sort, Bytes name) {
    JamWriter out = new JamWriter(4 + name.size());
    out.u32(sort);
    out.bytes(name);
    return StateKeys.item(service, Blake2b.hash(out.toByteArray()));
  }
}
