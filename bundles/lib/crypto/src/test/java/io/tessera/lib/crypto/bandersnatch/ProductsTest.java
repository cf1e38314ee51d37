package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.BandersnatchSignature;
import org.junit.jupiter.api.Test;

/** Work for a header, counted in field products: it is what decides how fast a node syncs. */
class ProductsTest {
  private static final int LIMIT = 20_000;

  @Test
  void sealAndEntropySourceOfAHeader() {
    assertTrue(Fq.COUNTED, "the build must set tessera.crypto.count");
    BandersnatchKeyPair pair = BandersnatchKeyPair.ofSeed(new byte[1]);
    for (int i = 0; i < 20; i++) {
      byte[] input = {(byte) i};
      BandersnatchSignature seal = pair.sign(input, new byte[300]);
      BandersnatchSignature entropy = pair.sign(new byte[44], input);
      long before = Fq.products;
      assertTrue(IetfVrf.verify(pair.publicKey(), input, new byte[300], seal).isPresent());
      assertTrue(IetfVrf.verify(pair.publicKey(), new byte[44], input, entropy).isPresent());
      long products = Fq.products - before;
      assertTrue(products > 1_000 && products <= LIMIT, "products: " + products);
    }
  }
}
