package io.tessera.lib.authoring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Seals blocks with the keys of some validators (Gray Paper, section "Sealing and Entropy
 * Accumulation"). Safe from any platform thread. A header takes two VRF signatures, and a
 * validator's first one in an epoch without tickets one more VRF output.
 *
 * <p>It does not remember what it signed: that no slot is sealed twice is up to its user.
 */
public final class Sealer {
  private static final byte[] NOTHING = {};
  private static final Hash HASH_OF_NOTHING = ExtrinsicHash.of(Extrinsic.EMPTY);
  private static final BandersnatchSignature UNSIGNED =
      BandersnatchSignature.wrap(new byte[BandersnatchSignature.SIZE]);

  private final ProtocolParameters parameters;
  private final Map<BandersnatchPublic, BandersnatchKeyPair> keys = new HashMap<>();

  /** The tickets of an epoch are looked up once. */
  private volatile OwnTickets latest;

  /** In an epoch without tickets, all of a validator's seals have the same output. */
  private volatile FallbackOutputs outputs =
      new FallbackOutputs(Hash.ZERO, new ConcurrentHashMap<>());

  /** A sealer with some keys, for a chain with these parameters. */
  public Sealer(ProtocolParameters parameters, List<BandersnatchKeyPair> keys) {
    this.parameters = parameters;
    keys.forEach(key -> this.keys.put(key.publicKey(), key));
  }

  /** What has been computed for this entropy. */
  private record FallbackOutputs(Hash entropy, Map<BandersnatchPublic, Hash> byKey) {}

  /** Whose ticket is whose, by id. */
  private record OwnTickets(Hash entropy, Map<TicketBody, BandersnatchKeyPair> owners) {}

  /** The right to seal the view's slot, when one of the keys has it. */
  public Optional<Claim> claim(SlotView view) {
    int phase = parameters.phaseOf(view.slot());
    return key(view, phase).flatMap(key -> claim(view, phase, key));
  }

  /** Those slots of the view's epoch, as their distance from its begin, that the keys can seal. */
  public List<Integer> phases(SlotView view) {
    List<Integer> phases = new ArrayList<>();
    for (int phase = 0; phase < parameters.epochLength(); phase++) {
      if (key(view, phase).filter(key -> author(view, key) >= 0).isPresent()) {
        phases.add(phase);
      }
    }
    return List.copyOf(phases);
  }

  /** Whether one of the keys is a validator's of the view's epoch. */
  public boolean isValidator(SlotView view) {
    return view.activeSet().stream().anyMatch(it -> keys.containsKey(it.bandersnatch()));
  }

  private Optional<BandersnatchKeyPair> key(SlotView view, int phase) {
    return switch (view.sealKeys()) {
      case SealKeys.Fallback fallback -> Optional.ofNullable(keys.get(fallback.keys().get(phase)));
      case SealKeys.Tickets tickets ->
          Optional.ofNullable(owners(view.sealEntropy()).get(tickets.tickets().get(phase)));
    };
  }

  private Optional<Claim> claim(SlotView view, int phase, BandersnatchKeyPair key) {
    int author = author(view, key);
    if (author < 0) {
      return Optional.empty();
    }
    Hash entropy = view.sealEntropy();
    if (view.sealKeys() instanceof SealKeys.Tickets tickets) {
      TicketBody ticket = tickets.tickets().get(phase);
      byte[] input = SealInputs.ticket(entropy, ticket.attempt());
      return Optional.of(new Claim(view.slot(), author, key, Bytes.wrap(input), ticket.id()));
    }
    byte[] input = SealInputs.fallback(entropy);
    Hash output = fallbackOutput(entropy, key, input);
    return Optional.of(new Claim(view.slot(), author, key, Bytes.wrap(input), output));
  }

  private Hash fallbackOutput(Hash entropy, BandersnatchKeyPair key, byte[] input) {
    FallbackOutputs known = outputs;
    if (!known.entropy.equals(entropy)) {
      known = new FallbackOutputs(entropy, new ConcurrentHashMap<>());
      outputs = known;
    }
    return known.byKey.computeIfAbsent(key.publicKey(), it -> key.output(input));
  }

  private static int author(SlotView view, BandersnatchKeyPair key) {
    List<ValidatorData> set = view.activeSet();
    for (int i = 0; i < set.size(); i++) {
      if (set.get(i).bandersnatch().equals(key.publicKey())) {
        return i;
      }
    }
    return -1;
  }

  private Map<TicketBody, BandersnatchKeyPair> owners(Hash entropy) {
    OwnTickets known = latest;
    if (known != null && known.entropy.equals(entropy)) {
      return known.owners;
    }
    Map<TicketBody, BandersnatchKeyPair> owners = new HashMap<>();
    for (BandersnatchKeyPair key : keys.values()) {
      for (int attempt = 0; attempt < parameters.ticketsPerValidator(); attempt++) {
        Hash id = key.output(SealInputs.ticket(entropy, attempt));
        owners.put(new TicketBody(id, attempt), key);
      }
    }
    latest = new OwnTickets(entropy, owners);
    return owners;
  }

  /**
   * The header of a block, sealed: that of {@link #draft}, and the seal.
   *
   * @throws IllegalArgumentException when claim and view are of different slots
   */
  public Header seal(
      Claim claim, SlotView view, Hash parent, Hash priorStateRoot, Extrinsic extrinsic) {
    Header unsealed = draft(claim, view, parent, priorStateRoot, extrinsic);
    BandersnatchSignature seal =
        claim.key().sign(claim.input().toByteArray(), unsealed.encodeUnsealed(parameters));
    return withSeal(unsealed, seal);
  }

  /**
   * The header of a block with zeroes for the seal: enough to try whether its extrinsic is valid,
   * without signing a block that may never be. The extrinsic of the first block of an epoch must
   * bring no disputes, since the view's marker leaves no new offenders out.
   *
   * @param claim the right to its slot
   * @param view of its slot
   * @param parent hash of the parent's header
   * @param priorStateRoot root of the state after the parent, on which the view looks
   * @throws IllegalArgumentException when claim and view are of different slots
   */
  public Header draft(
      Claim claim, SlotView view, Hash parent, Hash priorStateRoot, Extrinsic extrinsic) {
    if (claim.slot() != view.slot()) {
      throw new IllegalArgumentException(
          "a claim to slot " + claim.slot() + " in slot " + view.slot());
    }
    BandersnatchSignature entropySource =
        claim.key().sign(SealInputs.entropySource(claim.output()), NOTHING);
    return new Header(
        parent,
        priorStateRoot,
        extrinsic.equals(Extrinsic.EMPTY) ? HASH_OF_NOTHING : ExtrinsicHash.of(extrinsic),
        view.slot(),
        view.epochMark(),
        view.winnersMark(),
        claim.author(),
        entropySource,
        offenders(extrinsic.disputes()),
        UNSIGNED);
  }

  /** H_O: culprits before faults (section "Disputes, Verdicts and Judgments"). */
  private static List<Ed25519Public> offenders(Disputes disputes) {
    return Stream.concat(
            disputes.culprits().stream().map(Culprit::key),
            disputes.faults().stream().map(Fault::key))
        .toList();
  }

  private static Header withSeal(Header unsealed, BandersnatchSignature seal) {
    return new Header(
        unsealed.parent(),
        unsealed.priorStateRoot(),
        unsealed.extrinsicHash(),
        unsealed.slot(),
        unsealed.epochMark(),
        unsealed.ticketsMark(),
        unsealed.authorIndex(),
        unsealed.entropySource(),
        unsealed.offendersMark(),
        seal);
  }
}
