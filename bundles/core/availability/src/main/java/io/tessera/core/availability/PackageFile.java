package io.tessera.core.availability;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.ErasureTree;
import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.PagedProofs;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredPackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A package in one file: spec and core, the leaves of the erasure tree, the bundle, then the shards
 * by index, each time that of the bundle and those of the segments.
 */
final class PackageFile implements StoredPackage {
  private static final int HEAD = 3 * 32 + 4 + 2 + 2;

  private final StoredFile file;
  private final PackageSpec spec;
  private final int core;
  private final int validators;
  private final int bundleShard;
  private final int segmentShards;

  private PackageFile(StoredFile file, PackageSpec spec, int core, ErasureCode code) {
    this.file = file;
    this.spec = spec;
    this.core = core;
    validators = code.validators();
    bundleShard = code.shardSize((int) Math.min(spec.length(), ErasureCode.MOST_OCTETS));
    int segments = spec.exportsCount() + PagedProofs.count(spec.exportsCount());
    segmentShards = segments * code.segmentShardSize();
  }

  /** What {@link #open} reads. */
  static List<ByteBuffer> parts(CodedPackage coded, int core) {
    JamWriter head = new JamWriter(HEAD);
    PackageSpec.CODEC.encode(coded.spec(), head);
    head.u16(core);
    coded.tree().leaves().forEach(head::bytes);
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(head.toByteArray()));
    parts.add(coded.bundle().asByteBuffer());
    for (int i = 0; i < coded.bundleShards().size(); i++) {
      parts.add(coded.bundleShards().get(i).asByteBuffer());
      parts.add(coded.segmentShards().get(i).asByteBuffer());
    }
    return parts;
  }

  /** Takes the file over. */
  static PackageFile open(StoredFile file, ErasureCode code) throws IOException {
    return Damage.check(
        file,
        () -> {
          JamReader head = new JamReader(file.read(0, HEAD).toByteArray());
          PackageFile found =
              new PackageFile(file, PackageSpec.CODEC.decode(head), head.u16(), code);
          if (found.shards(found.validators) != file.size()) {
            throw new IOException("a damaged file");
          }
          return found;
        });
  }

  private long afterLeaves() {
    return HEAD + (long) validators * ErasureTree.LEAF_SIZE;
  }

  /** Where the shards of an index begin. */
  private long shards(int shard) {
    return afterLeaves() + spec.length() + (long) shard * (bundleShard + segmentShards);
  }

  @Override
  public PackageSpec spec() {
    return spec;
  }

  @Override
  public int core() {
    return core;
  }

  @Override
  public StoredBlob bundle() {
    return file.slice(afterLeaves(), spec.length());
  }

  @Override
  public StoredBlob bundleShard(int shard) {
    return file.slice(shards(Objects.checkIndex(shard, validators)), bundleShard);
  }

  @Override
  public StoredBlob segmentShards(int shard) {
    return file.slice(shards(Objects.checkIndex(shard, validators)) + bundleShard, segmentShards);
  }

  @Override
  public Justification justification(int shard) throws IOException {
    Objects.checkIndex(shard, validators);
    Bytes all = file.read(HEAD, validators * ErasureTree.LEAF_SIZE);
    JamReader in = new JamReader(all.toByteArray());
    List<Bytes> leaves = new ArrayList<>(validators);
    for (int i = 0; i < validators; i++) {
      leaves.add(Bytes.wrap(in.bytes(ErasureTree.LEAF_SIZE)));
    }
    return new ErasureTree(leaves).justification(shard);
  }

  @Override
  public void close() {
    file.close();
  }
}
