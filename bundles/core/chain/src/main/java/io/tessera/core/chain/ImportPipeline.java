package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.ChainListener;
import io.tessera.chain.ChainStatistics;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that adds blocks: checks them, stores them, moves the heads, tells listeners. What
 * waits in the queue is committed together, up to a limit.
 */
final class ImportPipeline implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImportPipeline.class);

  /** Blocks in a commit: a tenth of a second of verification, so that the head moves often. */
  private static final int MOST_VERIFIED = 128;

  /** The same where nothing but the disk takes time. */
  private static final int MOST_UNVERIFIED = 4096;

  private final ForkTree tree;
  private final BlockStore store;
  private final BlockRules rules;
  private final Optional<BlockVerifier> verifier;
  private final VerificationCounts counts;
  private final ImportCounts imports = new ImportCounts();
  private final Plugins plugins;
  private final TopologyTracker topology;
  private final PlatformThreads threads;
  private final BlockingQueue<ImportJob> queue;
  private final int blocksPerCommit;
  private final Thread thread = Thread.ofPlatform().name("tessera-chain").unstarted(this::run);
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  private volatile boolean stopping;

  ImportPipeline(
      ForkTree tree,
      BlockStore store,
      BlockRules rules,
      Optional<BlockVerifier> verifier,
      VerificationCounts counts,
      Plugins plugins,
      TopologyTracker topology,
      PlatformThreads threads,
      int queueSize) {
    this.tree = tree;
    this.store = store;
    this.rules = rules;
    this.verifier = verifier;
    this.counts = counts;
    this.plugins = plugins;
    this.topology = topology;
    this.threads = threads;
    queue = new ArrayBlockingQueue<>(queueSize);
    blocksPerCommit = verifier.isPresent() ? MOST_VERIFIED : MOST_UNVERIFIED;
  }

  void start() {
    thread.start();
  }

  /**
   * Imports commit by commit, waiting while the queue is full and then until the blocks are safe on
   * disk; up to the first that is not accepted.
   */
  ImportResult submit(List<EncodedBlock> blocks, Origin origin) {
    long begin = System.nanoTime();
    int imported = 0;
    int known = 0;
    Optional<Rejection> rejection = Optional.empty();
    for (int from = 0; from < blocks.size() && rejection.isEmpty(); from += blocksPerCommit) {
      int to = Math.min(from + blocksPerCommit, blocks.size());
      ImportResult part = commitOnce(List.copyOf(blocks.subList(from, to)), origin);
      imported += part.imported();
      known += part.known();
      rejection = part.rejection();
    }
    ImportResult result = new ImportResult(imported, known, rejection);
    imports.add(result, System.nanoTime() - begin);
    return result;
  }

  /** Completed, by the import thread, with what has ended it though nobody wanted that. */
  CompletableFuture<Throwable> broken() {
    return broken;
  }

  /** The counts of this moment. */
  ChainStatistics.Snapshot statistics() {
    return new ChainStatistics.Snapshot(
        imports.imported(),
        imports.rejected(),
        imports.imports(),
        imports.reorganisations(),
        queue.size());
  }

  private ImportResult commitOnce(List<EncodedBlock> copy, Origin origin) {
    return await(new ImportJob(copy, origin, BodyChecks.start(copy, threads.pool())));
  }

  /** Has the import thread do something between two commits, and waits; its failure is thrown. */
  void run(Runnable work) {
    await(ImportJob.of(work));
  }

  private ImportResult await(ImportJob job) {
    put(job);
    if (!thread.isAlive()) {
      refuseWaiting();
    }
    return PlatformThreads.await(job.result());
  }

  private void put(ImportJob job) {
    boolean interrupted = false;
    while (true) {
      if (stopping && !job.isStop()) {
        throw new IllegalStateException("the chain is stopping");
      }
      try {
        // With a time limit, so that nobody waits for a thread that has ended.
        if (queue.offer(job, 100, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException interrupt) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        ImportJob first = topology.isPending() ? queue.poll(1, TimeUnit.SECONDS) : queue.take();
        if (first != null && !process(first)) {
          return;
        }
        topology.tick();
      }
    } catch (InterruptedException | RuntimeException | Error failure) {
      LOG.error("The import thread has ended: {}; restart the node", failure.toString(), failure);
      stopping = true;
      broken.complete(failure);
    } finally {
      stopping = true;
      refuseWaiting();
    }
  }

  /** Commits this job and those that wait behind it; false when the pipeline is to end. */
  private boolean process(ImportJob first) {
    if (first.other() != null) {
      doOther(first);
      return true;
    }
    List<ImportJob> jobs = new ArrayList<>();
    int blocks = 0;
    ImportJob job = first;
    ImportJob other = null;
    while (job != null && !job.isStop()) {
      if (job.other() != null) {
        other = job;
        break;
      }
      jobs.add(job);
      blocks += job.blocks().size();
      job = blocks < blocksPerCommit ? queue.poll() : null;
    }
    try {
      importAll(jobs);
    } catch (RuntimeException failure) {
      LOG.error("Import failed, the chain stays as it was: {}", failure.toString(), failure);
      jobs.forEach(each -> each.result().completeExceptionally(failure));
    } finally {
      // An Error ends this thread; nobody is to wait for it then.
      jobs.removeIf(each -> each.result().isDone());
      refuse(jobs);
    }
    if (other != null) {
      doOther(other);
    }
    return job == null || !job.isStop();
  }

  private static void doOther(ImportJob job) {
    try {
      job.other().run();
      job.result().complete(new ImportResult(0, 0, Optional.empty()));
    } catch (RuntimeException failure) {
      job.result().completeExceptionally(failure);
    }
  }

  private void importAll(List<ImportJob> jobs) {
    ImportBatch batch =
        new ImportBatch(tree, store, rules, verifier, threads.pool(), plugins.events());
    jobs.forEach(batch::add);
    batch.settle();
    List<ImportResult> results = batch.results();
    if (!batch.isEmpty()) {
      commit(batch);
    }
    for (int i = 0; i < jobs.size(); i++) {
      log(jobs.get(i).origin(), results.get(i));
      jobs.get(i).result().complete(results.get(i));
    }
  }

  private static void log(Origin origin, ImportResult result) {
    if (LOG.isDebugEnabled() && result.rejection().isPresent()) {
      Rejection rejection = result.rejection().get();
      LOG.debug(
          "Block {} not accepted, {} ({} {}): {}",
          rejection.block(),
          rejection.reason(),
          origin.what(),
          origin.peer().map(PeerId::shortName).orElse(""),
          rejection.detail());
    }
  }

  private void commit(ImportBatch batch) {
    ForkTree.Heads old = tree.heads();
    List<BlockNode> nodes = batch.nodes();
    // Counted from the heaviest head: an equivocated slot keeps the best head below it until it is
    // final, and would stay there for ever if finality waited for the best head.
    BlockNode finalized = finalizedBelow(tree.heaviest(nodes), old.finalized());
    BlockNode best = tree.best(nodes, finalized, plugins.audits().get());
    BlockNode fork = best.commonAncestor(old.best());
    store.commit(
        batch.forStore(),
        canonical(best, fork, old.best()),
        new Heads(best.entry(), finalized.entry()));
    counts.add(batch.verified());
    topology.finalizedUpTo(finalized, old.finalized());
    tree.update(nodes, best, finalized);
    if (fork == best && best != old.best()) {
      LOG.info("Back to {}: two blocks were made in one slot above it", best.entry().ref());
    } else if (fork != old.best()) {
      imports.reorganised();
      LOG.info(
          "Reorganised from {} to {}, common ancestor {}",
          old.best().entry().ref(),
          best.entry().ref(),
          fork.entry().ref());
    }
    tell(batch.blocks(), best.entry().ref(), finalized.entry().ref());
  }

  /** How the best chain changed; a head that went back is named, so that what was above it goes. */
  private static List<BlockEntry> canonical(BlockNode best, BlockNode fork, BlockNode before) {
    return best == fork && best != before ? List.of(best.entry()) : best.pathFrom(fork);
  }

  /** Finality follows the rule, upwards only. */
  private BlockNode finalizedBelow(BlockNode best, BlockNode finalized) {
    Optional<BlockRef> wanted =
        plugins
            .finality()
            .get()
            .finalize(
                best.entry(), finalized.entry(), height -> best.ancestorAt(height).entry().ref());
    BlockNode node = best;
    while (wanted.isPresent() && node != finalized) {
      if (node.entry().ref().equals(wanted.get())) {
        return node;
      }
      node = node.parent();
    }
    return finalized;
  }

  /** Tells listeners; import thread. */
  void tell(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    for (ChainListener listener : plugins.listeners().get()) {
      try {
        listener.imported(blocks, best, finalized);
      } catch (RuntimeException failure) {
        LOG.error(
            "{} failed on an imported block; the chain goes on",
            listener.getClass().getName(),
            failure);
      }
    }
  }

  /** Tells those that still wait in the queue. */
  private void refuseWaiting() {
    List<ImportJob> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.removeIf(ImportJob::isStop);
    refuse(waiting);
  }

  private static void refuse(List<ImportJob> jobs) {
    for (ImportJob job : jobs) {
      job.result().completeExceptionally(new IllegalStateException("the chain is stopping"));
    }
  }

  /** Ends after the jobs that the queue holds. */
  @Override
  public void close() {
    stopping = true;
    put(ImportJob.stop());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException interrupt) {
        interrupted = true;
      }
    }
    refuseWaiting();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
