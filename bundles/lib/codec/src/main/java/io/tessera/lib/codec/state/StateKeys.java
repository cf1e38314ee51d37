package io.tessera.lib.codec.state;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;

/** The state-key constructor C (Gray Paper, appendix "State Merklization"). */
public final class StateKeys {
  private static final int ACCOUNTS = 255;

  private StateKeys() {}

  /**
   * C(i): the key of a component of the state.
   *
   * @param index 1 to 16
   */
  public static StateKey component(int index) {
    byte[] key = new byte[StateKey.SIZE];
    key[0] = (byte) index;
    return StateKey.wrap(key);
  }

  /**
   * C(255, s): the key of a service's account.
   *
   * @param service the service's index, 0 to 2^32 - 1
   */
  public static StateKey account(long service) {
    byte[] key = new byte[StateKey.SIZE];
    key[0] = (byte) ACCOUNTS;
    for (int i = 0; i < 4; i++) {
      key[1 + 2 * i] = (byte) (service >>> (8 * i));
    }
    return StateKey.wrap(key);
  }

  /**
   * C(s, h): the key of an item that belongs to a service: of its storage, its preimages or its
   * requests. The bytes of the service's index alternate with the first four of the hash.
   *
   * @param service the service's index, 0 to 2^32 - 1
   * @param hash Blake2b-256 of what names the item within the service
   */
  public static StateKey item(long service, Hash hash) {
    byte[] key = new byte[StateKey.SIZE];
    for (int i = 0; i < 4; i++) {
      key[2 * i] = (byte) (service >>> (8 * i));
      key[2 * i + 1] = (byte) hash.get(i);
    }
    for (int i = 8; i < key.length; i++) {
      key[i] = (byte) hash.get(i - 4);
    }
    return StateKey.wrap(key);
  }
}
