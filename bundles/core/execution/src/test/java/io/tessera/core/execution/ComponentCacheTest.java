package io.tessera.core.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.StateComponent;
import org.junit.jupiter.api.Test;

class ComponentCacheTest {
  private final ComponentCache cache = new ComponentCache(Trace.TINY);
  private final EntropyPool pool = pool("11");

  @Test
  void whatWasEncodedIsNotDecodedAgain() {
    Bytes encoded = cache.encode(StateComponent.ENTROPY, pool);
    assertSame(pool, cache.decode(StateComponent.ENTROPY, encoded));
    assertSame(pool, cache.decode(StateComponent.ENTROPY, Bytes.copyOf(encoded.toByteArray())));
  }

  /** Two forks take turns: each gets its own value. */
  @Test
  void otherBytesAreAnotherValue() {
    Bytes one = cache.encode(StateComponent.ENTROPY, pool);
    Bytes other = cache.encode(StateComponent.ENTROPY, pool("22"));
    assertEquals(pool, cache.decode(StateComponent.ENTROPY, one));
    assertEquals(pool("22"), cache.decode(StateComponent.ENTROPY, other));
    assertEquals(pool, cache.decode(StateComponent.ENTROPY, one));
  }

  private static EntropyPool pool(String digits) {
    Hash hash = Hash.fromHex(digits.repeat(Hash.SIZE));
    return new EntropyPool(hash, Hash.ZERO, hash, Hash.ZERO);
  }
}
