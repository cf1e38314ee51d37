package io.tessera.core.availability;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import io.tessera.chain.Sync;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerStanding;
import io.tessera.net.Workers;
import io.tessera.work.AssurancePool;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.ShardFetcher;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs the {@link Assurer} while the node runs; it does nothing where the node is no validator. */
@Component(service = ChainListener.class, immediate = true)
public final class AssurerComponent implements ChainListener {
  private final Assurer assurer;
  private final AssuranceTimes times;

  /** CE 137; without it nothing is fetched, and nothing assured that this node has not. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile ShardFetcher fetcher;

  /** Knows what peers claim; without one the node is alone. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Sync sync;

  /** Does nothing yet. */
  @Activate
  public AssurerComponent(
      @Reference Chain chain,
      @Reference SlotClock time,
      @Reference NodeKey key,
      @Reference AvailabilityStore store,
      @Reference AssurancePool pool,
      @Reference PeerStanding standing,
      @Reference Workers workers) {
    Coding coding = Coding.of(chain.parameters());
    ShardCollector collector =
        new ShardCollector(
            store, coding, key.id(), () -> Optional.ofNullable(fetcher), standing, time, workers);
    assurer =
        new Assurer(
            chain, key, store, coding, collector, pool, workers, () -> isBehind(time.slot()));
    times =
        new AssuranceTimes(
            time,
            slot -> {
              var unused = workers.start("assurance", () -> assurer.assure(slot));
            });
  }

  @Activate
  void activate() {
    times.start();
    assurer.look();
  }

  @Deactivate
  void deactivate() {
    times.close();
    assurer.close();
  }

  private boolean isBehind(long slot) {
    Sync now = sync;
    return now != null && now.status().isBehind(slot);
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    assurer.imported(blocks);
  }
}
