package io.tessera.testing.bench;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.crypto.Blake2b;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What decoding and hashing a block costs. Run from the repository's root. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBench {
  private final Codec<EncodedBlock> tinyCodec = EncodedBlock.codec(ProtocolParameters.TINY);
  private final Codec<EncodedBlock> fullCodec = EncodedBlock.codec(ProtocolParameters.FULL);
  private final byte[] mebibyte = new byte[1 << 20];
  private final byte[] node = new byte[64];
  private byte[] tiny;
  private byte[] full;

  /** Reads the two vectors. */
  @Setup
  public void read() throws IOException {
    tiny = Files.readAllBytes(Path.of("../shared/vectors/codec/tiny/block.bin"));
    full = Files.readAllBytes(Path.of("../shared/vectors/codec/full/block.bin"));
  }

  /** Decodes and hashes the block of codec/tiny. */
  @Benchmark
  public EncodedBlock decodeTinyBlock() {
    return tinyCodec.decode(tiny);
  }

  /** Decodes and hashes the block of codec/full. */
  @Benchmark
  public EncodedBlock decodeFullBlock() {
    return fullCodec.decode(full);
  }

  /** Hashes the 64 bytes of a trie's node. */
  @Benchmark
  public Hash blake2bOf64Bytes() {
    return Blake2b.hash(node);
  }

  /** Hashes one MiB. */
  @Benchmark
  public Hash blake2bOfOneMebibyte() {
    return Blake2b.hash(mebibyte);
  }
}
