package io.tessera.core.pools;

import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ExtrinsicSpec;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.net.Workers;
import io.tessera.work.Imports;
import io.tessera.work.PackagePool;
import io.tessera.work.RefusedException;
import io.tessera.work.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A package that was found good, and whose data is coming. Confined to the thread that makes it,
 * but for what the pool asks.
 */
final class IncomingPackage implements PackagePool.Reservation {
  private final Thread thread = Thread.currentThread();
  private final HeldPackages pool;
  private final Workers workers;
  private final ProtocolParameters parameters;
  private final PeerId builder;
  private final int core;
  private final Hash hash;
  private final WorkPackage workPackage;
  private final Optional<List<SegmentRootLookup>> mappings;
  private final List<ExtrinsicSpec> extrinsicSpecs;
  private final List<ImportSpec> imports;
  private final long size;
  private final List<Bytes> extrinsics = new ArrayList<>();
  private final List<Bytes> segments = new ArrayList<>();
  private final List<List<Hash>> proofs = new ArrayList<>();

  IncomingPackage(
      HeldPackages pool,
      Workers workers,
      ProtocolParameters parameters,
      PeerId builder,
      int core,
      Hash hash,
      WorkPackage workPackage,
      Optional<List<SegmentRootLookup>> mappings) {
    this.pool = pool;
    this.workers = workers;
    this.parameters = parameters;
    this.builder = builder;
    this.core = core;
    this.hash = hash;
    this.workPackage = workPackage;
    this.mappings = mappings;
    extrinsicSpecs = workPackage.extrinsics();
    imports = mappings.isPresent() ? workPackage.imports() : List.of();
    long proofSize = (long) Hash.SIZE * WorkPackageBundle.maxProofLength(parameters);
    size =
        WorkPackage.CODEC.encode(workPackage).length
            + workPackage.extrinsicBytes()
            + imports.size() * (parameters.segmentSize() + proofSize);
  }

  PeerId builder() {
    return builder;
  }

  Hash hash() {
    return hash;
  }

  WorkPackage workPackage() {
    return workPackage;
  }

  /** Interrupts the thread, which may wait for the data: its stream is reset. */
  void giveUp() {
    thread.interrupt();
  }

  /** Bytes that the package and its data take, proofs at their longest. */
  long size() {
    return size;
  }

  @Override
  public void extrinsic(Bytes blob) throws RefusedException, InterruptedException {
    int index = extrinsics.size();
    if (index >= extrinsicSpecs.size()
        || !workers.compute(() -> ImportRules.matches(extrinsicSpecs.get(index), blob))) {
      throw lie("extrinsic " + index + " is none of the package's");
    }
    extrinsics.add(blob);
  }

  @Override
  public void segment(Bytes segment) throws RefusedException {
    if (segments.size() >= imports.size() || segment.size() != parameters.segmentSize()) {
      throw lie("segment " + segments.size() + " is none of the package's");
    }
    segments.add(segment);
  }

  @Override
  public void proof(List<Hash> path) throws RefusedException, InterruptedException {
    int index = proofs.size();
    if (index >= segments.size() || !workers.compute(() -> proves(index, path))) {
      throw lie("segment " + index + " is not proven");
    }
    proofs.add(path);
  }

  private boolean proves(int index, List<Hash> path) {
    ImportSpec spec = imports.get(index);
    Hash root = ImportRules.root(spec, mappings.orElseThrow());
    return ImportRules.proves(root, spec.index(), segments.get(index), path);
  }

  @Override
  public void submit() throws RefusedException {
    if (extrinsics.size() < extrinsicSpecs.size() || proofs.size() < imports.size()) {
      throw lie("some of the package's data is missing");
    }
    Optional<Imports> imported = mappings.map(roots -> new Imports(roots, segments, proofs));
    pool.keep(this, new Submission(core, hash, workPackage, extrinsics, imported));
  }

  private RefusedException lie(String why) {
    return pool.refused(builder, RefusedException.lie(why));
  }

  @Override
  public void close() {
    pool.release(this);
  }
}
