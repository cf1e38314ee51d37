package io.tessera.testing.bench;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import io.tessera.lib.crypto.bandersnatch.Fq;
import io.tessera.lib.crypto.bandersnatch.FqRoots;
import io.tessera.lib.crypto.bandersnatch.IetfVrf;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What Bandersnatch costs on one core: field products, and the signatures of a header. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class CryptoBench {
  private static final int PRODUCTS = 1_000;

  private final BandersnatchKeyPair pair = BandersnatchKeyPair.ofSeed(new byte[32]);
  private final byte[] sealInput = new byte[49];
  private final byte[] header = new byte[300];
  private final byte[] nothing = {};
  private final long[] a = Fq.of(Fq.MODULUS.shiftRight(1));
  private final long[] b = Fq.of(Fq.MODULUS.shiftRight(2));
  private final long[] root = new long[Fq.LIMBS];
  private final long[] one = Fq.of(1);
  private BandersnatchSignature seal;
  private BandersnatchSignature entropySource;
  private byte[] entropyInput;

  /** Signs once. */
  @Setup
  public void sign() {
    seal = pair.sign(sealInput, header);
    entropyInput = IetfVrf.claimedOutput(seal).toByteArray();
    entropySource = pair.sign(entropyInput, nothing);
  }

  /** One product, each waiting for the one before. */
  @Benchmark
  @OperationsPerInvocation(PRODUCTS)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public long[] fieldProduct() {
    for (int i = 0; i < PRODUCTS; i++) {
      Fq.mul(a, a, b);
    }
    return a;
  }

  /** One square, each waiting for the one before. */
  @Benchmark
  @OperationsPerInvocation(PRODUCTS)
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public long[] fieldSquare() {
    for (int i = 0; i < PRODUCTS; i++) {
      Fq.square(a, a);
    }
    return a;
  }

  /** The same product with {@link BigInteger}. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public BigInteger bigIntegerProduct() {
    return Fq.MODULUS.shiftRight(1).multiply(Fq.MODULUS.shiftRight(2)).mod(Fq.MODULUS);
  }

  /** A square root. */
  @Benchmark
  public boolean fieldSquareRoot() {
    return FqRoots.sqrtRatio(root, 0, b, 0, one, 0);
  }

  /** A point out of its encoding, with the check that it is in the prime subgroup. */
  @Benchmark
  public Optional<BandersnatchPoint> decodePoint() {
    return BandersnatchPoint.decode(pair.publicKey().toByteArray(), 0);
  }

  /** One VRF signature verified, by a key whose point is known. */
  @Benchmark
  public Optional<Hash> verifySeal() {
    return IetfVrf.verify(pair.publicPoint(), sealInput, header, seal);
  }

  /** Both signatures of a header verified. */
  @Benchmark
  public boolean verifyHeader() {
    return IetfVrf.verify(pair.publicPoint(), sealInput, header, seal).isPresent()
        && IetfVrf.verify(pair.publicPoint(), entropyInput, nothing, entropySource).isPresent();
  }

  /** One VRF signature made, in constant time. */
  @Benchmark
  public BandersnatchSignature signSeal() {
    return pair.sign(sealInput, header);
  }
}
