package io.tessera.core.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.StateKey;
import io.tessera.net.Topology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The validator sets in a genesis state (Gray Paper, appendix "State Merklization"): the previous
 * epoch's at key 9, the current one's at key 8, the next one's first in Safrole's state at key 4.
 */
final class GenesisValidators {
  /** A validator: Bandersnatch, Ed25519 and BLS key and metadata. */
  private static final int SIZE = 336;

  private static final int ED25519_AT = 32;

  private GenesisValidators() {}

  /** The sets; one that the state does not hold is empty. */
  static Topology of(ChainSpec spec) {
    return new Topology(set(spec, 9), set(spec, 8), set(spec, 4));
  }

  private static List<Ed25519Public> set(ChainSpec spec, int component) {
    byte[] key = new byte[StateKey.SIZE];
    key[0] = (byte) component;
    byte[] value = spec.state().getOrDefault(StateKey.wrap(key), Bytes.EMPTY).toByteArray();
    List<Ed25519Public> validators = new ArrayList<>();
    int count = spec.parameters().validators();
    if (value.length >= count * SIZE) {
      for (int at = ED25519_AT; validators.size() < count; at += SIZE) {
        validators.add(Ed25519Public.wrap(Arrays.copyOfRange(value, at, at + Ed25519Public.SIZE)));
      }
    }
    return validators;
  }
}
