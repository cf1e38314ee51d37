package io.tessera.testing.testkit;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.SegmentShards;
import io.tessera.work.AssignedShards;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.ProvedShards;
import io.tessera.work.ShardRequest;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredExports;
import io.tessera.work.StoredPackage;
import io.tessera.work.StoredShards;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** An availability store without a disk, which lets nothing go. Safe from any thread. */
public final class MemoryAvailability implements AvailabilityStore {
  private final ErasureCode code;
  private final Map<Hash, Guaranteed> packages = new ConcurrentHashMap<>();
  private final Map<Hash, CodedPackage> exports = new ConcurrentHashMap<>();
  private final Map<ShardRequest, ProvedShards> shards = new ConcurrentHashMap<>();

  private record Guaranteed(CodedPackage coded, int core) {}

  /** An empty store. */
  public MemoryAvailability(ProtocolParameters parameters) {
    code = ErasureCode.of(parameters);
  }

  /** The shards of one index of a package, as an assurer gets them. */
  public static ProvedShards shardsOf(CodedPackage coded, int shard) {
    return new ProvedShards(
        coded.bundleShards().get(shard),
        coded.segmentShards().get(shard),
        coded.tree().justification(shard));
  }

  /** Keeps shards that nobody has proved: a test's own, right or wrong. */
  public void put(Hash erasureRoot, int shard, ProvedShards kept) {
    shards.put(new ShardRequest(erasureRoot, shard), kept);
  }

  @Override
  public boolean holds(Hash erasureRoot, int shard) {
    return shards.containsKey(new ShardRequest(erasureRoot, shard));
  }

  @Override
  public boolean keep(CodedPackage coded, int core, long slot) {
    packages.put(coded.spec().erasureRoot(), new Guaranteed(coded, core));
    exports.put(coded.spec().exportsRoot(), coded);
    return true;
  }

  @Override
  public boolean keep(AssignedShards assigned) {
    put(assigned.spec().erasureRoot(), assigned.shard(), assigned.shards());
    return true;
  }

  @Override
  public Optional<StoredPackage> findPackage(Hash erasureRoot) {
    return Optional.ofNullable(packages.get(erasureRoot)).map(MemoryAvailability::stored);
  }

  private static StoredPackage stored(Guaranteed guaranteed) {
    CodedPackage coded = guaranteed.coded;
    return new StoredPackage() {
      @Override
      public PackageSpec spec() {
        return coded.spec();
      }

      @Override
      public int core() {
        return guaranteed.core;
      }

      @Override
      public StoredBlob bundle() {
        return blob(coded.bundle());
      }

      @Override
      public StoredBlob bundleShard(int shard) {
        return blob(coded.bundleShards().get(shard));
      }

      @Override
      public StoredBlob segmentShards(int shard) {
        return blob(coded.segmentShards().get(shard));
      }

      @Override
      public Justification justification(int shard) {
        return coded.tree().justification(shard);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Optional<StoredExports> findExports(Hash segmentsRoot) {
    return Optional.ofNullable(exports.get(segmentsRoot)).map(MemoryAvailability::exported);
  }

  private static StoredExports exported(CodedPackage coded) {
    return new StoredExports() {
      @Override
      public int count() {
        return coded.spec().exportsCount();
      }

      @Override
      public Bytes segment(int index) {
        return coded.segments().get(index);
      }

      @Override
      public Bytes proof(int page) {
        return coded.segments().get(count() + page);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Optional<StoredShards> findBundleShard(Hash erasureRoot, int shard) {
    return find(erasureRoot, shard)
        .map(
            it ->
                new StoredShards(
                    it.justification(),
                    new SegmentShards(it.segmentShards(), code.segmentShardSize()).root(),
                    blob(it.bundleShard()),
                    () -> {}));
  }

  @Override
  public Optional<StoredShards> findSegmentShards(Hash erasureRoot, int shard) {
    return find(erasureRoot, shard)
        .map(
            it ->
                new StoredShards(
                    it.justification(),
                    Blake2b.hash(it.bundleShard()),
                    blob(it.segmentShards()),
                    () -> {}));
  }

  private Optional<ProvedShards> find(Hash erasureRoot, int shard) {
    return Optional.ofNullable(shards.get(new ShardRequest(erasureRoot, shard)));
  }

  private static StoredBlob blob(Bytes bytes) {
    return new StoredBlob() {
      @Override
      public long size() {
        return bytes.size();
      }

      @Override
      public Bytes read(long offset, int length) {
        byte[] part = new byte[length];
        bytes.asByteBuffer().get(Math.toIntExact(offset), part);
        return Bytes.wrap(part);
      }
    };
  }
}
