package io.tessera.operator.rpc;

import io.tessera.chain.Chain;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateAccess;
import io.tessera.chain.Sync;
import io.tessera.net.NodeKey;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import io.tessera.work.BundleSubmitter;
import io.tessera.work.CoreAssignments;
import io.tessera.work.PackagePool;
import io.tessera.work.PackageSubmitter;
import io.tessera.work.ReportSource;
import io.tessera.work.SegmentRecovery;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The node's services, as far as they are there: connections outlive each of them, and whoever asks
 * for one that is missing is told so.
 */
@Component(service = Node.class)
public final class Node {
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Chain chain;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SlotClock clock;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile StateAccess stateAccess;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Sync sync;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Streams streams;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile NodeKey key;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile PreimagePool preimages;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile PackagePool packages;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile CoreAssignments assignments;

  /** CE 133. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile PackageSubmitter packageSubmitter;

  /** CE 146. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile BundleSubmitter bundleSubmitter;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile SegmentRecovery segments;

  /** Whoever has work-reports. */
  @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
  volatile List<ReportSource> reports = List.of();

  private final Workers workers;

  /** Called by the component runtime. */
  @Activate
  public Node(@Reference Workers workers) {
    this.workers = workers;
  }

  Workers workers() {
    return workers;
  }

  Chain chain() throws RpcException {
    return require(chain, "chain");
  }

  /** The service, or an error that says which one is missing. */
  static <T> T require(T service, String what) throws RpcException {
    if (service == null) {
      throw RpcException.other(
          "this node has no " + what + " now; see the log, or why in its shell");
    }
    return service;
  }
}
