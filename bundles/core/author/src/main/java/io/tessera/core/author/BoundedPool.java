package io.tessera.core.author;

import io.tessera.chain.ExtrinsicPool;
import io.tessera.chain.StateView;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.PreimageStatus;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.ServiceKeys;
import io.tessera.lib.crypto.VrfOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What others brought, until a block takes it or newer things need the room. Safe from any thread.
 */
final class BoundedPool implements ExtrinsicPool {
  /** Tickets at most: three and a half megabytes. */
  static final int TICKETS = 4096;

  /** Preimages at most. */
  static final int PREIMAGES = 1024;

  /** Octets of all preimages at most. */
  static final int PREIMAGE_OCTETS = 16 << 20;

  /** Octets of a block's preimages at most, but that one larger one may come alone. */
  static final int BLOCK_OCTETS = 1 << 20;

  private static final Bytes REQUESTED =
      Bytes.wrap(PreimageStatus.CODEC.encode(PreimageStatus.REQUESTED));

  private static final Comparator<Preimage> ORDER =
      Comparator.comparingLong(Preimage::requester).thenComparing(Preimage::blob);

  private final int attempts;
  private final Map<Hash, TicketEnvelope> tickets = new LinkedHashMap<>();
  private final Map<StateKey, Preimage> preimages = new LinkedHashMap<>();
  private long octets;

  BoundedPool(ProtocolParameters parameters) {
    attempts = parameters.ticketsPerValidator();
  }

  @Override
  public boolean offer(TicketEnvelope ticket) {
    if (ticket.attempt() >= attempts) {
      return false;
    }
    Hash id = VrfOutput.of(ticket.signature());
    synchronized (this) {
      if (tickets.putIfAbsent(id, ticket) != null) {
        return false;
      }
      if (tickets.size() > TICKETS) {
        removeFirst(tickets);
      }
      return true;
    }
  }

  @Override
  public boolean offer(Preimage preimage) {
    int size = preimage.blob().size();
    if (size > PREIMAGE_OCTETS) {
      return false;
    }
    Hash hash = Blake2b.hash(preimage.blob());
    StateKey request = ServiceKeys.request(preimage.requester(), hash, size);
    synchronized (this) {
      if (preimages.putIfAbsent(request, preimage) != null) {
        return false;
      }
      octets += size;
      while (preimages.size() > PREIMAGES || octets > PREIMAGE_OCTETS) {
        octets -= removeFirst(preimages).blob().size();
      }
      return true;
    }
  }

  private static <T> T removeFirst(Map<?, T> map) {
    Iterator<T> oldest = map.values().iterator();
    T removed = oldest.next();
    oldest.remove();
    return removed;
  }

  /** The oldest tickets, at most so many. */
  synchronized List<TicketEnvelope> tickets(int most) {
    return tickets.values().stream().limit(most).toList();
  }

  /** Forgets a ticket. */
  synchronized void remove(TicketEnvelope ticket) {
    tickets.remove(VrfOutput.of(ticket.signature()));
  }

  /**
   * The preimages that a block on a state may bring, in their order: those that a service waits for
   * (Gray Paper, section "Preimage Integration").
   */
  List<Preimage> preimages(StateView state) {
    Map<StateKey, Preimage> all;
    synchronized (this) {
      all = new LinkedHashMap<>(preimages);
    }
    List<Preimage> wanted = new ArrayList<>();
    long size = 0;
    for (Map.Entry<StateKey, Preimage> entry : all.entrySet()) {
      long with = size + entry.getValue().blob().size();
      boolean fits = with <= BLOCK_OCTETS || wanted.isEmpty();
      if (fits && state.get(entry.getKey()).filter(REQUESTED::equals).isPresent()) {
        wanted.add(entry.getValue());
        size = with;
      }
    }
    wanted.sort(ORDER);
    return List.copyOf(wanted);
  }
}
