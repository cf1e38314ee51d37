package io.tessera.work.event;

import io.tessera.lib.codec.Hash;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamFact;
import io.tessera.work.ShardRequest;
import io.tessera.work.SignedAssurance;

/**
 * Shards, bundles, segments and assurances (JIP-3, "Availability distribution events", "Bundle
 * recovery events" and "Segment recovery events").
 */
public final class AvailabilityEvents {
  private AvailabilityEvents() {}

  /** What the stream asks for (CE 137 and 138). */
  public record ShardsRequested(ShardRequest request) implements StreamFact {}

  /** The bundle that the stream asks for (CE 147). */
  public record BundleRequested(Hash erasureRoot) implements StreamFact {}

  /** How many segment shards the stream asks for (CE 139 and 140). */
  public record SegmentShardsRequested(int count) implements StreamFact {}

  /** How many segments the stream asks for (CE 148). */
  public record SegmentsRequested(int count) implements StreamFact {}

  /**
   * A bundle is being put together from shards.
   *
   * @param trivial whether all shards are original data
   */
  public record ReconstructingBundle(boolean trivial) implements NodeEvent {}

  /** It is, and is the bundle that the report names. */
  public record BundleReconstructed(ReconstructingBundle begun) implements NodeEvent {}

  /** This node has signed an assurance, and begins to send it to those who may author a block. */
  public record DistributingAssurance(SignedAssurance assurance) implements NodeEvent {}

  /** This node's assurance that the stream brings to an author (CE 141). */
  public record AssuranceSending(DistributingAssurance begun) implements StreamFact {}

  /** All connected authors have been tried. */
  public record AssuranceDistributed(DistributingAssurance begun) implements NodeEvent {}

  /** A peer's assurance that the stream has brought, not checked yet (CE 141). */
  public record AssuranceReceived(Hash anchor) implements StreamFact {}
}
