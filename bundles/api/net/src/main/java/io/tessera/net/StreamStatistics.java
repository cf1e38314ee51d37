package io.tessera.net;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What has become of streams since the stream runtime started; a service of the stream runtime.
 * Counts stay when a protocol is swapped. Safe from any thread; reads counters only.
 */
@ProviderType
public interface StreamStatistics {

  /** {@link Counts#kind} of all streams together whose kind no protocol here has ever served. */
  int OTHER = -1;

  /** The streams by kind and side; of kinds only that are served, or were, and {@link #OTHER}. */
  List<Counts> streams();

  /**
   * Streams of one kind that one side opened.
   *
   * @param kind stream kind, or {@link #OTHER}
   * @param initiator whether this side opened them
   * @param active how many are open
   * @param ok how many ended well
   * @param faults how many ended with each fault; those are absent that never were
   * @param messagesReceived messages begun to be read
   * @param messagesSent messages begun to be written
   * @param bytesReceived bytes of stream data, with the sizes of messages
   * @param bytesSent the same
   * @param duration how long common ephemeral streams were open that ended well, which for one that
   *     this side opened is what its request took; nothing for unique persistent ones
   */
  record Counts(
      int kind,
      boolean initiator,
      long active,
      long ok,
      Map<Fault, Long> faults,
      long messagesReceived,
      long messagesSent,
      long bytesReceived,
      long bytesSent,
      Histogram.Snapshot duration) {
    /** Takes a copy of the map. */
    public Counts {
      faults = Map.copyOf(faults);
    }
  }
}
