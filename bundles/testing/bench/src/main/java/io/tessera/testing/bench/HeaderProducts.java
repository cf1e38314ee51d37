package io.tessera.testing.bench;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.crypto.bandersnatch.Fq;
import io.tessera.testing.testkit.SealedChain;
import java.lang.reflect.Field;
import java.util.List;

/**
 * How many field products it takes to verify a header. Counting makes all else slower, so that it
 * has a JVM of its own, where a property switches it on.
 */
public final class HeaderProducts {
  private static final int HEADERS = 120;

  private HeaderProducts() {}

  static void inNewJvm() throws Exception {
    int status =
        Main.inNewJvm(
            List.of("-Dtessera.crypto.count=true"), List.of(HeaderProducts.class.getName()));
    if (status != 0) {
      throw new IllegalStateException("counting ended with " + status);
    }
  }

  /** Counts and prints. */
  public static void main(String[] arguments) throws Exception {
    SealedChain sealed = SealedChain.tiny(1);
    List<Header> headers = sealed.chain(HEADERS).stream().map(EncodedBlock::header).toList();
    HeaderChain chain = new HeaderChain(sealed.genesis(), sealed.parameters());
    long before = products();
    chain.verify(headers);
    long products = products() - before;
    if (products == 0) {
      throw new IllegalStateException("nothing was counted");
    }
    System.out.printf(
        "field products for a header, mean of %d  %,d%n", HEADERS, products / HEADERS);
  }

  /** The counter is not public: nothing but tests and this should ever see it. */
  private static long products() throws ReflectiveOperationException {
    Field counter = Fq.class.getDeclaredField("products");
    counter.setAccessible(true);
    return counter.getLong(null);
  }
}
