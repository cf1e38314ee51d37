package io.tessera.testing.testkit;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.authoring.AuthoringState;
import io.tessera.lib.authoring.Claim;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketChoice;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.HeaderHash;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.lib.merkle.StateChange;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes chains and forks of blocks that are valid in every respect, on the genesis of a development
 * chain, with the keys of all validators: a real node accepts them. It remembers the state after
 * each block that it made, so that any of them can be a parent. The same calls on chains of the
 * same seed give the same blocks. Confined to one thread.
 *
 * <p>The same parent, slot and extrinsic give the same block: forks differ in a slot or an
 * extrinsic.
 */
public final class SealedChain {
  private final ProtocolParameters parameters;
  private final DevService service;
  private final TraceGenesis genesis;
  private final BlockRef genesisRef;
  private final BlockExecutor executor;
  private final Sealer sealer;
  private final TicketPool tickets;

  /** The states after genesis and the blocks that were made. */
  private final Map<Hash, StateTrie> states = new HashMap<>();

  /** The blocks that were made and are not forgotten: each is made once. */
  private final Map<Wanted, EncodedBlock> made = new HashMap<>();

  private record Wanted(Hash parent, long slot, Extrinsic extrinsic) {}

  /**
   * A chain with a service of some size in its genesis.
   *
   * @param seed decides about the proofs of tickets
   */
  public SealedChain(ProtocolParameters parameters, DevService service, long seed) {
    this(parameters, service, DevGenesis.of(parameters, service), seed);
  }

  /**
   * A chain on a genesis that is a development chain's but for some of its state.
   *
   * @param service that is in it
   * @param genesis with the validators of {@link DevGenesis}
   */
  public SealedChain(
      ProtocolParameters parameters, DevService service, TraceGenesis genesis, long seed) {
    this.parameters = parameters;
    this.service = service;
    this.genesis = genesis;
    genesisRef = new BlockRef(HeaderHash.of(genesis.header(), parameters), genesis.header().slot());
    executor = new ExecutionComponent().forChain(parameters);
    List<BandersnatchKeyPair> keys =
        DevGenesis.secrets(parameters).stream().map(ValidatorSecrets::bandersnatch).toList();
    sealer = new Sealer(parameters, keys);
    tickets = new TicketPool(parameters, keys, seed);
    states.put(genesisRef.hash(), StateTrie.of(genesis.state().keyvals()));
  }

  /** A chain of tiny parameters with a small service. */
  public static SealedChain tiny(long seed) {
    return new SealedChain(ProtocolParameters.TINY, DevService.SMALL, seed);
  }

  /** The chain's parameters. */
  public ProtocolParameters parameters() {
    return parameters;
  }

  /** The service that the preimages are for. */
  public DevService service() {
    return service;
  }

  /** Genesis header and state: encoded, this is a {@code genesis.bin}. */
  public TraceGenesis genesis() {
    return genesis;
  }

  /** The genesis block, for a parent. */
  public BlockRef genesisRef() {
    return genesisRef;
  }

  /** The chain's specification (JIP-4 JSON). */
  public String chainSpec() {
    return GenesisJson.of("test", genesis, parameters);
  }

  /** The state after genesis or a block that was made here. */
  public StateTrie state(BlockRef block) {
    StateTrie state = states.get(block.hash());
    if (state == null) {
      throw new IllegalArgumentException("block " + block + " was not made here, or is forgotten");
    }
    return state;
  }

  /** So many blocks on top of genesis, one in each slot, with nothing in them. */
  public List<EncodedBlock> chain(int length) {
    return chain(genesisRef, length);
  }

  /** So many blocks on top of one, one in each slot, with nothing in them. */
  public List<EncodedBlock> chain(BlockRef parent, int length) {
    List<EncodedBlock> blocks = new ArrayList<>(length);
    BlockRef at = parent;
    for (int i = 0; i < length; i++) {
      EncodedBlock block = child(at, at.slot() + 1);
      blocks.add(block);
      at = block.ref();
    }
    return blocks;
  }

  /**
   * So many blocks on top of one, one in each slot, each with as many of the validators' tickets as
   * it may bring: from the second next epoch on, blocks are sealed by ticket. Slow: a ticket takes
   * some hundreds of milliseconds to make, once for each epoch and fork.
   */
  public List<EncodedBlock> ticketedChain(BlockRef parent, int length) {
    List<EncodedBlock> blocks = new ArrayList<>(length);
    BlockRef at = parent;
    for (int i = 0; i < length; i++) {
      long slot = at.slot() + 1;
      EncodedBlock block = child(at, slot, withTickets(tickets(at, slot)));
      blocks.add(block);
      at = block.ref();
    }
    return blocks;
  }

  /** A block with nothing in it. */
  public EncodedBlock child(BlockRef parent, long slot) {
    return child(parent, slot, Extrinsic.EMPTY);
  }

  /**
   * A block.
   *
   * @param parent genesis or a block that was made here
   * @param slot above the parent's; slots and epochs may be skipped
   * @param extrinsic without disputes
   * @throws IllegalArgumentException when the extrinsic breaks a rule
   */
  public EncodedBlock child(BlockRef parent, long slot, Extrinsic extrinsic) {
    return made.computeIfAbsent(
        new Wanted(parent.hash(), slot, extrinsic), any -> make(parent, slot, extrinsic));
  }

  private EncodedBlock make(BlockRef parent, long slot, Extrinsic extrinsic) {
    StateTrie prior = state(parent);
    SlotView view = view(prior, slot);
    Claim claim = sealer.claim(view).orElseThrow();
    Header header = sealer.seal(claim, view, parent.hash(), prior.root(), extrinsic);
    EncodedBlock block = EncodedBlock.of(new Block(header, extrinsic), parameters);
    states.put(block.hash(), posterior(block, prior));
    return block;
  }

  /** New tickets for a block of a slot: as many as it may bring, and all together win. */
  public List<TicketEnvelope> tickets(BlockRef parent, long slot) {
    SlotView view = view(state(parent), slot);
    int wanted =
        Math.min(
            parameters.epochLength(), view.accumulator().size() + parameters.maxTicketsPerBlock());
    return view.takesTickets() ? TicketChoice.choose(view, tickets.of(view, wanted)) : List.of();
  }

  /** An extrinsic with nothing but tickets. */
  public static Extrinsic withTickets(List<TicketEnvelope> tickets) {
    return new Extrinsic(tickets, List.of(), List.of(), List.of(), Extrinsic.EMPTY.disputes());
  }

  /**
   * An extrinsic with nothing but preimages that the service waits for.
   *
   * @param numbers which; each can be brought once on a chain
   */
  public Extrinsic withPreimages(int... numbers) {
    List<Preimage> preimages = new ArrayList<>();
    for (int number : numbers) {
      preimages.add(service.preimage(number));
    }
    preimages.sort(Comparator.comparing(Preimage::blob));
    return new Extrinsic(List.of(), preimages, List.of(), List.of(), Extrinsic.EMPTY.disputes());
  }

  /**
   * Forgets a block and the state after it, which cannot be a parent any more: for very long
   * chains.
   */
  public void forget(BlockRef block) {
    states.remove(block.hash());
    made.values().removeIf(each -> each.hash().equals(block.hash()));
  }

  private SlotView view(StateTrie state, long slot) {
    return SlotView.of(parameters, AuthoringState.read(parameters, state::get), slot);
  }

  private StateTrie posterior(EncodedBlock block, StateTrie prior) {
    AncestorLookup nobody = (header, slot) -> false; // asked for guarantees only
    ExecutionContext context =
        new ExecutionContext(StateKnowledge.COMPLETE, nobody, Optional.empty());
    ExecutedBlock executed;
    try {
      executed = executor.execute(block, prior::get, context);
    } catch (BlockRejectedException broken) {
      throw new IllegalArgumentException("no valid block: " + broken.getMessage(), broken);
    }
    List<StateChange> changes = new ArrayList<>();
    executed.changes().forEach((key, value) -> changes.add(new StateChange(key, value)));
    return prior.with(changes);
  }
}
