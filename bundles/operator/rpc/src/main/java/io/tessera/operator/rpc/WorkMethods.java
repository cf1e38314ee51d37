package io.tessera.operator.rpc;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.ImportSpec;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.merkle.ConstantDepthTree;
import io.tessera.lib.merkle.TreeHash;
import io.tessera.work.BundleSubmitter;
import io.tessera.work.PackagePool;
import io.tessera.work.PackageSubmitter;
import io.tessera.work.RefusedException;
import io.tessera.work.ReportSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Work-packages on their way to guarantors, and work-reports. */
final class WorkMethods {
  private final Node node;
  private final Guarantors guarantors;

  WorkMethods(Node node) {
    this.node = node;
    guarantors = new Guarantors(node);
  }

  /** {@code workReport}: of those that this node knows of recent blocks, or has had to judge. */
  Object report(Params params) throws RpcException, InterruptedException {
    Hash hash = params.hash(0);
    for (ReportSource source : node.reports) {
      Optional<WorkReport> report = node.workers().compute(() -> source.find(hash));
      if (report.isPresent()) {
        byte[] encoded = WorkReport.CODEC.encode(report.get());
        return Values.base64(Bytes.wrap(encoded));
      }
    }
    throw RpcException.report(
        hash,
        "Work-report unavailable: no recent block has brought one with this hash to this node");
  }

  /** {@code submitWorkPackage}. */
  Object submitPackage(Params params) throws RpcException, InterruptedException {
    ProtocolParameters parameters = node.chain().parameters();
    int core = params.below(0, parameters.cores());
    WorkPackage workPackage = decode(params, 1, WorkPackage.CODEC, "a work-package");
    List<Bytes> extrinsics = params.blobs(2, parameters.maxPackageExtrinsics());
    guarantors.submit(
        core,
        (guarantor, self) -> {
          if (self) {
            reserve(guarantor, core, workPackage, extrinsics);
          } else {
            submitter().submit(guarantor, core, workPackage, extrinsics);
          }
        });
    return null;
  }

  private PackageSubmitter submitter() throws RefusedException {
    PackageSubmitter submitter = node.packageSubmitter;
    if (submitter == null) {
      throw RefusedException.now("this node has no protocol to submit it by (CE 133)");
    }
    return submitter;
  }

  private void reserve(PeerId self, int core, WorkPackage workPackage, List<Bytes> extrinsics)
      throws RefusedException, InterruptedException {
    try (PackagePool.Reservation room = pool().reserve(self, core, workPackage, Optional.empty())) {
      for (Bytes extrinsic : extrinsics) {
        room.extrinsic(extrinsic);
      }
      room.submit();
    }
  }

  private PackagePool pool() throws RefusedException {
    PackagePool pool = node.packages;
    if (pool == null) {
      throw RefusedException.now("this node has no pool of work-packages");
    }
    return pool;
  }

  /** {@code submitWorkPackageBundle}. */
  Object submitBundle(Params params) throws RpcException, InterruptedException {
    ProtocolParameters parameters = node.chain().parameters();
    int core = params.below(0, parameters.cores());
    WorkPackageBundle bundle =
        decode(params, 1, WorkPackageBundle.codec(parameters), "a work-package bundle");
    List<SegmentRootLookup> mappings = node.workers().compute(() -> mappings(bundle));
    guarantors.submit(
        core,
        (guarantor, self) -> {
          if (self) {
            reserve(guarantor, core, mappings, bundle);
          } else {
            bundleSubmitter().submit(guarantor, core, mappings, bundle);
          }
        });
    return null;
  }

  private BundleSubmitter bundleSubmitter() throws RefusedException {
    BundleSubmitter submitter = node.bundleSubmitter;
    if (submitter == null) {
      throw RefusedException.now("this node has no protocol to submit it by (CE 146)");
    }
    return submitter;
  }

  private void reserve(
      PeerId self, int core, List<SegmentRootLookup> mappings, WorkPackageBundle bundle)
      throws RefusedException, InterruptedException {
    try (PackagePool.Reservation room =
        pool().reserve(self, core, bundle.workPackage(), Optional.of(mappings))) {
      for (Bytes extrinsic : bundle.extrinsics()) {
        room.extrinsic(extrinsic);
      }
      for (Bytes segment : bundle.segments()) {
        room.segment(segment);
      }
      for (List<Hash> proof : bundle.proofs()) {
        room.proof(proof);
      }
      room.submit();
    }
  }

  /**
   * The segments-roots of the packages that are imported from by their hash. JIP-2 has none; they
   * follow from the bundle, whose proofs lead from a segment to such a root.
   */
  private static List<SegmentRootLookup> mappings(WorkPackageBundle bundle) {
    Map<Hash, SegmentRootLookup> roots = new LinkedHashMap<>();
    List<ImportSpec> imports = bundle.workPackage().imports();
    for (int i = 0; i < imports.size(); i++) {
      ImportSpec spec = imports.get(i);
      List<Hash> proof = bundle.proofs().get(i);
      if (spec.sourceIsPackage() && spec.index() >>> proof.size() == 0) {
        Hash leaf = ConstantDepthTree.leaf(bundle.segments().get(i), TreeHash.BLAKE2B);
        Hash root = ConstantDepthTree.root(List.of(leaf), spec.index(), 0, proof, TreeHash.BLAKE2B);
        roots.putIfAbsent(spec.source(), new SegmentRootLookup(spec.source(), root));
      }
    }
    return List.copyOf(roots.values());
  }

  private <T> T decode(Params params, int index, Codec<T> codec, String what)
      throws RpcException, InterruptedException {
    Bytes encoded = params.blob(index);
    try {
      return node.workers().compute(() -> codec.decode(encoded.toByteArray()));
    } catch (CodecException e) {
      throw params.wrong(index, "none, " + e.getMessage(), what + " as the Gray Paper encodes it");
    }
  }
}
