package io.tessera.core.availability;

import io.tessera.chain.StorageUsage;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
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
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredExports;
import io.tessera.work.StoredPackage;
import io.tessera.work.StoredShards;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The store: four shelves in one directory, with one quota. Each of an assurer's two files has the
 * justification and what stands beside it in the tree, so that one can go before the other.
 */
final class DiskStore implements AvailabilityStore, StorageUsage {
  /** Epochs for which exported segments are kept: 28 days (Gray Paper, section "Exporting"). */
  static final int EPOCHS = 672;

  /** Seconds for which bundles are kept after what was decided about them is final. */
  static final int AUDIT_SECONDS = 3600;

  private final ProtocolParameters parameters;
  private final ErasureCode code;
  private final Quota quota;
  private final Shelf packages;
  private final Shelf exports;
  private final Shelf bundleShards;
  private final Shelf segmentShards;

  /** A store that is not open yet. */
  DiskStore(ProtocolParameters parameters, Path directory, Quota quota) {
    this.parameters = parameters;
    code = ErasureCode.of(parameters);
    this.quota = quota;
    packages = new Shelf(directory.resolve("packages"), quota);
    exports = new Shelf(directory.resolve("exports"), quota);
    bundleShards = new Shelf(directory.resolve("bundle-shards"), quota);
    segmentShards = new Shelf(directory.resolve("segment-shards"), quota);
  }

  /** Looks what there is. */
  void open() throws IOException {
    for (Shelf shelf : List.of(packages, exports, bundleShards, segmentShards)) {
      shelf.open();
    }
  }

  @Override
  public String name() {
    return "availability";
  }

  @Override
  public Snapshot snapshot() {
    return new Snapshot(
        quota.bytes(),
        OptionalLong.of(quota.mostBytes()),
        Map.of(
            "packages", (long) packages.count(),
            "exports", (long) exports.count(),
            "bundle_shards", (long) bundleShards.count(),
            "segment_shards", (long) segmentShards.count()));
  }

  @Override
  public boolean holds(Hash erasureRoot, int shard) {
    Shelf.Key key = new Shelf.Key(erasureRoot, shard);
    return bundleShards.holds(key) && segmentShards.holds(key);
  }

  @Override
  public boolean keep(CodedPackage coded, int core, long slot) throws IOException {
    return keepExports(coded, slot)
        && packages.write(
            new Shelf.Key(coded.spec().erasureRoot(), 0), slot, PackageFile.parts(coded, core));
  }

  private boolean keepExports(CodedPackage coded, long slot) throws IOException {
    if (coded.spec().exportsCount() == 0) {
      return true;
    }
    JamWriter head = new JamWriter();
    head.u16(coded.spec().exportsCount());
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(head.toByteArray()));
    coded.segments().forEach(segment -> parts.add(segment.asByteBuffer()));
    return exports.write(new Shelf.Key(coded.spec().exportsRoot(), 0), slot, parts);
  }

  @Override
  public boolean keep(AssignedShards assigned) throws IOException {
    PackageSpec spec = assigned.spec();
    ProvedShards shards = assigned.shards();
    Shelf.Key key = new Shelf.Key(spec.erasureRoot(), assigned.shard());
    Hash segmentsRoot = new SegmentShards(shards.segmentShards(), code.segmentShardSize()).root();
    Hash bundleShardHash = Blake2b.hash(shards.bundleShard());
    long slot = assigned.slot();
    Justification path = shards.justification();
    return bundleShards.write(key, slot, parts(path, segmentsRoot, shards.bundleShard()))
        && segmentShards.write(key, slot, parts(path, bundleShardHash, shards.segmentShards()));
  }

  private static List<ByteBuffer> parts(Justification justification, Hash sibling, Bytes blob) {
    byte[] path = Justification.codec(0).encode(justification);
    JamWriter head = new JamWriter();
    head.u16(path.length);
    head.bytes(path);
    head.bytes(sibling);
    return List.of(ByteBuffer.wrap(head.toByteArray()), blob.asByteBuffer());
  }

  @Override
  public Optional<StoredPackage> findPackage(Hash erasureRoot) throws IOException {
    Optional<StoredFile> file = packages.find(new Shelf.Key(erasureRoot, 0));
    return file.isEmpty() ? Optional.empty() : Optional.of(PackageFile.open(file.get(), code));
  }

  @Override
  public Optional<StoredExports> findExports(Hash segmentsRoot) throws IOException {
    Optional<StoredFile> file = exports.find(new Shelf.Key(segmentsRoot, 0));
    return file.isEmpty() ? Optional.empty() : Optional.of(ExportsFile.open(file.get()));
  }

  @Override
  public Optional<StoredShards> findBundleShard(Hash erasureRoot, int shard) throws IOException {
    return find(bundleShards, erasureRoot, shard);
  }

  @Override
  public Optional<StoredShards> findSegmentShards(Hash erasureRoot, int shard) throws IOException {
    return find(segmentShards, erasureRoot, shard);
  }

  private static Optional<StoredShards> find(Shelf shelf, Hash erasureRoot, int shard)
      throws IOException {
    Optional<StoredFile> found = shelf.find(new Shelf.Key(erasureRoot, shard));
    return found.isEmpty() ? Optional.empty() : Optional.of(shards(found.get()));
  }

  private static StoredShards shards(StoredFile file) throws IOException {
    return Damage.check(
        file,
        () -> {
          Bytes length = file.read(0, 2);
          int path = length.get(0) | length.get(1) << 8;
          Justification justification =
              Justification.codec(0).decode(file.read(2, path).toByteArray());
          Hash sibling = Hash.wrap(file.read(2L + path, Hash.SIZE).toByteArray());
          long head = 2L + path + Hash.SIZE;
          StoredBlob blob = file.slice(head, file.size() - head);
          return new StoredShards(justification, sibling, blob, file::close);
        });
  }

  /**
   * Deletes what need not be kept any longer.
   *
   * @param finalized slot of the latest finalized block
   * @param now the slot that has begun last
   */
  void expire(long finalized, long now) throws IOException {
    long decided = finalized - parameters.assuranceTimeout();
    long audited = decided - AUDIT_SECONDS / parameters.slotSeconds();
    bundleShards.expire(audited);
    packages.expire(audited);
    long epoch = Math.floorDiv(now, parameters.epochLength()) - EPOCHS;
    segmentShards.expire(epoch * parameters.epochLength());
    exports.expire(epoch * parameters.epochLength());
  }

  @Override
  public Shards shards() {
    return new Shards(
        bundleShards.count() + segmentShards.count(), bundleShards.bytes() + segmentShards.bytes());
  }
}
