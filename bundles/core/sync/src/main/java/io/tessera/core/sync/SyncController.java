package io.tessera.core.sync;

import io.tessera.chain.Announcements;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import io.tessera.chain.Sync;
import io.tessera.chain.SyncMode;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Header;
import io.tessera.net.NodeSettings;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Runs the configured sync mode and collects what it has to know. */
@Component(
    service = {Announcements.class, Sync.class, PeerListener.class, ChainListener.class},
    configurationPid = SyncConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = SyncConfig.class)
public final class SyncController implements Announcements, Sync, PeerListener, ChainListener {
  private final PeerHeads heads;
  private final SyncState state;
  private final Modes modes = new Modes();
  private final ModeRunner runner;
  private final ModeSwitch modeSwitch;
  private final Handover handover;
  private final MissingMode missing;
  private volatile String configured;
  private String selected = "";
  private boolean started;

  /** A controller that runs nothing until it is started. */
  @Activate
  public SyncController(
      BundleContext context,
      @Reference Chain chain,
      @Reference SlotClock time,
      @Reference Peers peers,
      @Reference PeerStanding standing,
      @Reference(target = BlockFetcher.FACADE) BlockFetcher fetcher,
      @Reference NodeSettings settings,
      SyncConfig config) {
    this(
        chain,
        peers,
        standing,
        fetcher,
        config.network__config_sync__mode(),
        new ModeSwitch(settings),
        new Handover(
            Path.of(config.node_data__path()),
            chain.genesis().hash(),
            config.network__config_sync__checkpoint()),
        new MissingMode(time, new ShownProblem(context)),
        Clock.systemUTC(),
        System::nanoTime,
        Duration.ofSeconds(1));
  }

  /**
   * A controller with clocks of its own.
   *
   * @param restart how long to wait until a mode that failed is run again
   */
  SyncController(
      Chain chain,
      Peers peers,
      PeerStanding standing,
      BlockFetcher fetcher,
      String configured,
      ModeSwitch modeSwitch,
      Handover handover,
      MissingMode missing,
      Clock clock,
      LongSupplier nanoTime,
      Duration restart) {
    this.configured = configured;
    this.modeSwitch = modeSwitch;
    this.handover = handover;
    this.missing = missing;
    PossibleSlots slots = new PossibleSlots(clock, chain.parameters());
    heads = new PeerHeads(peer -> peers.find(peer).isPresent(), slots::mayExist);
    state = new SyncState(chain, fetcher, standing, heads, this::checkpoint, nanoTime);
    runner = new ModeRunner(state, restart);
  }

  // ---- life

  @Activate
  synchronized void start() {
    started = true;
    select();
  }

  @Modified
  void modified(SyncConfig config) {
    configure(config.network__config_sync__mode(), config.network__config_sync__checkpoint());
  }

  /** A run has asked for its checkpoint already: with another one it begins anew. */
  synchronized void configure(String mode, String checkpoint) {
    if (handover.configure(checkpoint) && started) {
      end();
      selected = "";
    }
    configure(mode);
  }

  synchronized void configure(String mode) {
    configured = mode;
    select();
  }

  @Deactivate
  synchronized void stop() {
    started = false;
    end();
    missing.over();
  }

  /** Ends what runs, and leaves what it took for final to the next run. */
  private void end() {
    if (!selected.isEmpty()) {
      handover.leave(selected, state.status().finalized());
    }
    runner.stop();
  }

  @Reference(
      service = SyncMode.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  synchronized void addMode(SyncMode mode, Map<String, ?> properties) {
    modes.add(mode, properties);
    select();
  }

  synchronized void removeMode(SyncMode mode) {
    modes.remove(mode);
    select();
  }

  /** Runs the best mode of the configured name; does nothing when that one runs already. */
  private void select() {
    if (!started) {
      return;
    }
    Optional<SyncMode> wanted = modes.find(configured);
    tellIfMissing(wanted);
    if (runner.runs(wanted) && configured.equals(selected)) {
      return;
    }
    end();
    selected = configured;
    state.mode(configured, wanted.isPresent());
    wanted.ifPresent(mode -> runner.start(configured, mode));
  }

  private void tellIfMissing(Optional<SyncMode> wanted) {
    if (wanted.isPresent()) {
      missing.over();
    } else {
      missing.misses(configured);
    }
  }

  // ---- what happens

  @Override
  public void handshake(PeerId peer, BlockRef finalized, List<BlockRef> leaves) {
    heads.handshake(peer, finalized, leaves);
    state.headsChanged();
  }

  @Override
  public void announced(PeerId peer, Header header, Hash hash, BlockRef finalized) {
    heads.announced(peer, new BlockRef(hash, header.slot()), header.parent(), finalized);
    state.headsChanged();
  }

  @Override
  public void disconnected(Peer peer, String reason) {
    heads.removeUnlessConnected(peer.id());
    state.headsLost();
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    state.imported(blocks.size(), best, finalized);
  }

  // ---- what is asked

  @Override
  public Status status() {
    return state.status();
  }

  @Override
  public List<String> modes() {
    return modes.names();
  }

  @Override
  public ModeFailures failures(String mode) {
    return runner.failures(mode);
  }

  @Override
  public CompletionStage<Status> whenSynced() {
    return state.whenSynced();
  }

  /** Holds no lock while settings are changed: who changes them restarts this. */
  @Override
  public String switchTo(String mode) {
    return modeSwitch.to(mode, status().mode(), modes());
  }

  /** Without the lock: asked by a mode that is to end while the lock is held. */
  private Optional<Checkpoint> checkpoint() {
    return handover.checkpoint(configured);
  }
}
