package io.tessera.testing.bench;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.crypto.ring.RingClaim;
import io.tessera.lib.crypto.ring.RingProver;
import io.tessera.lib.crypto.ring.RingRoot;
import io.tessera.lib.crypto.ring.RingVerifier;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** What tickets cost: one core, a ring of the tiny chain's size and one of the full chain's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RingBench {
  private static final int BATCH = 16;
  private static final byte[] AUX = {};

  private final SecureRandom random = new SecureRandom();
  private final List<RingClaim> claims = new ArrayList<>();
  private List<BandersnatchPublic> tiny;
  private List<BandersnatchPublic> full;
  private RingProver tinyProver;
  private RingProver fullProver;
  private RingVerifier tinyVerifier;

  /** Makes the keys of both rings and as many tickets as a block of the full chain may have. */
  @Setup
  public void prepare() {
    tiny = ring(ProtocolParameters.TINY.validators());
    full = ring(ProtocolParameters.FULL.validators());
    tinyProver = RingProver.of(tiny, key(0));
    fullProver = RingProver.of(full, key(0));
    tinyVerifier = RingVerifier.of(tinyProver.root(), tiny.size());
    for (int i = 0; i < BATCH; i++) {
      byte[] input = {(byte) i};
      RingVrfSignature signature = tinyProver.sign(input, AUX, random);
      claims.add(new RingClaim(Bytes.copyOf(input), Bytes.EMPTY, signature));
    }
  }

  private static List<BandersnatchPublic> ring(int size) {
    return IntStream.range(0, size).mapToObj(i -> key(i).publicKey()).toList();
  }

  private static BandersnatchKeyPair key(int number) {
    return BandersnatchKeyPair.ofSeed(ByteBuffer.allocate(4).putInt(number).array());
  }

  /** Verifies one ticket alone. */
  @Benchmark
  public List<Optional<Hash>> verifyOne() {
    return tinyVerifier.verifyAll(claims.subList(0, 1));
  }

  /** Verifies sixteen tickets together; the figure is that of one of them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<Optional<Hash>> verifySixteenTogether() {
    return tinyVerifier.verifyAll(claims);
  }

  /** The root of a ring of 6 keys. */
  @Benchmark
  public RingRoot rootTiny() {
    return RingRoot.of(tiny);
  }

  /** The root of a ring of 1,023 keys. */
  @Benchmark
  public RingRoot rootFull() {
    return RingRoot.of(full);
  }

  /** Makes a ticket for a ring of 6 keys. */
  @Benchmark
  public RingVrfSignature proveTiny() {
    return tinyProver.sign(AUX, AUX, random);
  }

  /** Makes a ticket for a ring of 1,023 keys. */
  @Benchmark
  public RingVrfSignature proveFull() {
    return fullProver.sign(AUX, AUX, random);
  }
}
