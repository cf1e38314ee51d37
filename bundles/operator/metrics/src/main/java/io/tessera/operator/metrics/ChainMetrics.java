package io.tessera.operator.metrics;

import io.tessera.chain.Chain;
import io.tessera.chain.ChainStatistics;
import io.tessera.chain.ImportResult;
import io.tessera.chain.PoolUsage;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StorageUsage;
import io.tessera.chain.Sync;
import io.tessera.chain.VerificationStatus;
import java.util.List;

/** Figures of the chain, its sync, the pools and what is on disk. */
final class ChainMetrics {
  private final Sources sources;

  ChainMetrics(Sources sources) {
    this.sources = sources;
  }

  void collect(Families out) {
    Chain chain = sources.chain;
    if (chain != null) {
      heads(out, chain);
      verification(out, chain.verification());
    }
    SlotClock clock = sources.clock;
    if (clock != null) {
      out.gauge("tessera_chain_slot", "The slot that has begun last, by the clock.", clock.slot());
    }
    ChainStatistics imports = sources.imports;
    if (imports != null) {
      imports(out, imports.snapshot());
    }
    Sync sync = sources.sync;
    if (sync != null) {
      sync(out, sync);
    }
    pools(out, sources.pools);
    stores(out, sources.stores);
  }

  private static void heads(Families out, Chain chain) {
    out.gauge(
        "tessera_chain_head_slot", "Slot of the head of the best chain.", chain.best().slot());
    out.gauge(
        "tessera_chain_finalized_slot",
        "Slot of the latest finalized block.",
        chain.finalized().slot());
    out.gauge(
        "tessera_chain_height",
        "Blocks from genesis to the head of the best chain.",
        chain.height());
    out.gauge(
        "tessera_chain_leaves",
        "Leaves above the latest finalized block; more than one are forks.",
        chain.leaves().size());
  }

  private static void verification(Families out, VerificationStatus checked) {
    out.counter(
        "tessera_chain_blocks_executed",
        "Blocks that were executed, wholly or only as far as consensus needs it.",
        samples -> {
          samples.add(checked.executed(), "extent", "whole");
          samples.add(checked.consensusOnly(), "extent", "consensus");
        });
    out.counter(
        "tessera_chain_rules_unchecked",
        "How often a rule could not be checked.",
        samples ->
            checked
                .unchecked()
                .forEach((rule, count) -> samples.add(count, "rule", Words.label(rule))));
  }

  private static void imports(Families out, ChainStatistics.Snapshot now) {
    out.counter(
        "tessera_chain_blocks_imported", "Blocks that were new and are stored.", now.imported());
    out.counter(
        "tessera_chain_blocks_rejected",
        "Blocks that were not accepted, by the reason.",
        samples ->
            PeerMetrics.each(samples, "reason", ImportResult.Reason.values(), now.rejected()));
    out.histogram(
        "tessera_chain_import_seconds",
        "How long an import of one or several blocks took, until it was safe on disk.",
        histograms -> histograms.add(now.imports()));
    out.counter(
        "tessera_chain_reorganisations",
        "How often the head moved to another fork.",
        now.reorganisations());
    out.gauge("tessera_chain_imports_waiting", "Imports that wait for their turn.", now.waiting());
  }

  private static void sync(Families out, Sync sync) {
    Sync.Status now = sync.status();
    out.gauge(
        "tessera_sync_mode",
        "1 for the mode that is configured, 0 for others that are installed.",
        samples -> {
          sync.modes().stream()
              .filter(mode -> !mode.equals(now.mode()))
              .forEach(mode -> samples.add(0, "mode", mode));
          samples.add(1, "mode", now.mode());
        });
    out.gauge(
        "tessera_sync_state",
        "1 for what the sync is doing.",
        samples -> {
          for (Sync.State state : Sync.State.values()) {
            samples.add(state == now.state() ? 1 : 0, "state", Words.label(state));
          }
        });
    out.gauge(
        "tessera_sync_target_slot", "Slot of the best head that peers claim.", now.target().slot());
    out.counter("tessera_sync_blocks_imported", "Blocks that the sync imported.", now.imported());
    out.gauge(
        "tessera_sync_blocks_per_second",
        "Blocks imported per second, over the last seconds.",
        now.perSecond());
    now.progress()
        .filter(progress -> progress.total() > 0)
        .ifPresent(
            progress ->
                out.gauge(
                    "tessera_sync_progress_ratio",
                    "Share of the present phase of catching up that is done, from 0 to 1.",
                    Math.min(1, (double) progress.done() / progress.total())));
  }

  private static void pools(Families out, List<PoolUsage> pools) {
    out.gauge(
        "tessera_pool_size",
        "How many each pool holds of what awaits a block.",
        samples -> pools.forEach(pool -> samples.add(pool.size(), "pool", pool.pool())));
    out.gauge(
        "tessera_pool_limit",
        "How many each pool would hold at most; absent where that is no number.",
        samples ->
            pools.forEach(
                pool -> pool.bound().ifPresent(bound -> samples.add(bound, "pool", pool.pool()))));
  }

  private static void stores(Families out, List<StorageUsage> stores) {
    out.gauge(
        "tessera_store_bytes",
        "Bytes on disk, by store.",
        samples ->
            stores.forEach(store -> samples.add(store.snapshot().bytes(), "store", store.name())));
    out.gauge(
        "tessera_store_limit_bytes",
        "Most bytes on disk, by store; absent where only the disk bounds it.",
        samples ->
            stores.forEach(
                store ->
                    store
                        .snapshot()
                        .limit()
                        .ifPresent(limit -> samples.add(limit, "store", store.name()))));
    out.gauge(
        "tessera_store_entries",
        "About how many things of each sort are stored.",
        samples ->
            stores.forEach(
                store ->
                    store
                        .snapshot()
                        .entries()
                        .forEach(
                            (sort, count) ->
                                samples.add(count, "store", store.name(), "sort", sort))));
  }
}
