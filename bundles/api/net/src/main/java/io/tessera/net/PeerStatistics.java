package io.tessera.net;

import java.util.EnumMap;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What has become of connections and dials since the peer manager started; a service of the peer
 * manager. Safe from any thread, never blocks.
 */
@ProviderType
public interface PeerStatistics {

  /** The counts of this moment. */
  Snapshot snapshot();

  /** Why a connection got no seat. */
  enum Refusal {
    /** All seats for ordinary peers are taken. */
    TOO_MANY_PEERS,
    /** The seats for one address range are taken. */
    ADDRESS_RANGE_FULL,
    /** All slots for builders are taken. */
    NO_BUILDER_SLOT,
    /** All seats for validators are taken. */
    TOO_MANY_VALIDATORS,
    /** The peer is banned. */
    BANNED,
    /** It was this node itself. */
    SELF,
    /** The node was stopping. */
    STOPPING
  }

  /** Why a connection that stood has ended. */
  enum Ending {
    /** The peer closed it. */
    BY_PEER,
    /** Nothing came from the peer for too long. */
    IDLE,
    /** It broke in another way. */
    BROKEN,
    /** The transport was stopped. */
    TRANSPORT_STOPPED,
    /** Another connection to the same peer took its place. */
    REPLACED,
    /** There were more peers than are allowed. */
    TOO_MANY_PEERS,
    /** A better peer took its seat. */
    BETTER_PEER,
    /** The peer misbehaved or was banned. */
    BANNED,
    /** The operator, or a plugin, wanted it. */
    ON_REQUEST,
    /** The node was stopping. */
    STOPPING
  }

  /** What became of a dial. */
  enum Dial {
    /** An authenticated connection to whom was meant. */
    CONNECTED,
    /** Nothing came in time. */
    TIMEOUT,
    /** Somebody else answered. */
    WRONG_PEER,
    /** There was no connection for another reason. */
    FAILED
  }

  /**
   * Counts since the start, and what there is now.
   *
   * @param dialed connections that stood and that this side dialed
   * @param accepted connections that stood and that peers dialed
   * @param refused connections that got no seat
   * @param closed connections that stood and have ended
   * @param dials dials that have ended
   * @param handshakes how long dials took that were {@link Dial#CONNECTED}
   * @param bytesReceived bytes of stream data on all connections, those included that have ended
   * @param bytesSent the same
   * @param addresses how many addresses are known that may be dialed
   * @param backingOff how many of them failed last and wait for their next turn
   * @param known how many peers are known
   * @param banned how many peers are banned
   */
  record Snapshot(
      long dialed,
      long accepted,
      Map<Refusal, Long> refused,
      Map<Ending, Long> closed,
      Map<Dial, Long> dials,
      Histogram.Snapshot handshakes,
      long bytesReceived,
      long bytesSent,
      int addresses,
      int backingOff,
      int known,
      int banned) {
    /** Takes copies of the maps. */
    public Snapshot {
      refused = copy(refused, Refusal.class);
      closed = copy(closed, Ending.class);
      dials = copy(dials, Dial.class);
    }

    private static <E extends Enum<E>> Map<E, Long> copy(Map<E, Long> map, Class<E> type) {
      EnumMap<E, Long> copy = new EnumMap<>(type);
      copy.putAll(map);
      return copy;
    }
  }
}
