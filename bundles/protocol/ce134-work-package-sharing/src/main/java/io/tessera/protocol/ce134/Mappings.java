package io.tessera.protocol.ce134;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.state.RecentHistory;
import io.tessera.lib.codec.state.StateComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares segments-roots with those that reports on the best chain have told. */
record Mappings(Chain chain) {

  /**
   * The first mapping that a report contradicts, for people; those of packages that no recent
   * report is about cannot be verified, and are left to who refines. For platform threads.
   */
  Optional<String> contradiction(List<SegmentRootLookup> mappings) {
    Map<Hash, Hash> reported = reported();
    return mappings.stream()
        .filter(it -> reported.containsKey(it.workPackageHash()))
        .filter(it -> !reported.get(it.workPackageHash()).equals(it.segmentTreeRoot()))
        .map(it -> "another segments-root of package " + it.workPackageHash() + " is reported")
        .findFirst();
  }

  private Map<Hash, Hash> reported() {
    Map<Hash, Hash> roots = new HashMap<>();
    chain
        .state(chain.best().hash())
        .flatMap(state -> state.values().get(StateComponent.RECENT_HISTORY.key()))
        .map(this::decode)
        .map(RecentHistory::blocks)
        .orElse(List.of())
        .forEach(block -> block.reported().forEach(it -> roots.put(it.hash(), it.exportsRoot())));
    return roots;
  }

  private RecentHistory decode(Bytes encoded) {
    return StateComponent.RECENT_HISTORY.codec(chain.parameters()).decode(encoded.toByteArray());
  }
}
