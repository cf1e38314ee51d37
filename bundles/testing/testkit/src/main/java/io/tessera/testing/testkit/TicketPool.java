package io.tessera.testing.testkit;

import io.tessera.lib.authoring.SlotView;
import io.tessera.lib.authoring.TicketMaker;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tickets that the validators make, made when they are asked for: first everybody's first
 * attempt, then everybody's second, and so on. Confined to one thread.
 */
final class TicketPool {
  private final ProtocolParameters parameters;
  private final List<BandersnatchKeyPair> keys;
  private final long seed;
  private final Map<Ring, Contest> contests = new HashMap<>();

  TicketPool(ProtocolParameters parameters, List<BandersnatchKeyPair> keys, long seed) {
    this.parameters = parameters;
    this.keys = List.copyOf(keys);
    this.seed = seed;
  }

  /** What tickets depend on. */
  private record Ring(Hash entropy, List<ValidatorData> validators) {}

  /** What was made for it. */
  private record Contest(Map<Integer, TicketMaker> makers, List<TicketEnvelope> tickets) {}

  /** The first so many tickets for the view's epoch, or as many as there can be. */
  List<TicketEnvelope> of(SlotView view, int count) {
    Contest contest =
        contests.computeIfAbsent(
            new Ring(view.ticketEntropy(), view.pendingSet()),
            ring -> new Contest(new HashMap<>(), new ArrayList<>()));
    int all = keys.size() * parameters.ticketsPerValidator();
    while (contest.tickets.size() < Math.min(count, all)) {
      contest.tickets.add(make(view, contest.makers, contest.tickets.size()));
    }
    return contest.tickets.subList(0, Math.min(count, all));
  }

  private TicketEnvelope make(SlotView view, Map<Integer, TicketMaker> makers, int number) {
    int validator = number % keys.size();
    TicketMaker maker =
        makers.computeIfAbsent(validator, it -> TicketMaker.of(view, keys.get(it)).orElseThrow());
    return maker.make(number / keys.size(), random(view.ticketEntropy(), number));
  }

  /** The same numbers for the same seed: this sort of generator is the only one that gives them. */
  private SecureRandom random(Hash entropy, int number) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(
          ByteBuffer.allocate(Long.BYTES + Hash.SIZE + Integer.BYTES)
              .putLong(seed)
              .put(entropy.asByteBuffer())
              .putInt(number)
              .array());
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
