package io.tessera.testing.bench;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.Fq;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.util.List;

/** Field products, signatures and whole headers. */
final class HeaderBench {
  private static final int PRODUCTS = 100_000;
  private static final int HEADERS = 600;

  private HeaderBench() {}

  static void run(BlockFile file) throws Exception {
    fieldProduct();
    signature();
    List<Header> headers = headers(file);
    HeaderChain chain = new HeaderChain(file.genesis(), file.parameters());
    double seconds = Figures.coreSeconds(() -> chain.verify(headers)) / HEADERS;
    System.out.printf(
        "headers with all rules and both signatures, per second  %,.0f%n", 1 / seconds);
    HeaderProducts.inNewJvm();
  }

  private static void fieldProduct() throws Exception {
    long[] a = Fq.of(Fq.MODULUS.shiftRight(1));
    long[] b = Fq.of(Fq.MODULUS.shiftRight(2));
    double seconds =
        Figures.coreSeconds(
                () -> {
                  for (int i = 0; i < PRODUCTS; i++) {
                    Fq.mul(a, a, b);
                  }
                })
            / PRODUCTS;
    System.out.printf("field product, each waiting for the one before, ns  %.1f%n", 1e9 * seconds);
  }

  private static void signature() throws Exception {
    BandersnatchKeyPair pair = BandersnatchKeyPair.ofSeed(new byte[32]);
    byte[] input = new byte[49];
    byte[] header = new byte[300];
    BandersnatchSignature seal = pair.sign(input, header);
    double seconds =
        Figures.coreSeconds(
            () -> {
              if (IetfVrf.verify(pair.publicPoint(), input, header, seal).isEmpty()) {
                throw new IllegalStateException("a valid signature is refused");
              }
            });
    System.out.printf("IETF VRF signatures by a known key, per second  %,.0f%n", 1 / seconds);
  }

  private static List<Header> headers(BlockFile file) throws Exception {
    Codec<EncodedBlock> codec = EncodedBlock.codec(file.parameters());
    try (BlockFile.Reader blocks = file.open()) {
      return blocks.next(HEADERS).stream().map(raw -> codec.decode(raw).header()).toList();
    }
  }
}
