package io.tessera.work;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.StreamException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who has announced to audit what, of recent blocks on any fork: a service of core/pools. An
 * announcement is held when its auditor's signature, its evidence and its reports are verified.
 * Each auditor has room of its own, so that nobody can fill it for others. Safe from any thread.
 */
@ProviderType
public interface AuditPool {

  /**
   * Takes an announcement, and tells the listeners when it is new. It names no auditor: its auditor
   * is whose connection it came on.
   *
   * @param auditor the peer that sent it
   * @return whether it is new; false when all of it was held before
   * @throws StreamException MISBEHAVED when a signature, a report or the evidence is not what it
   *     should be, or a report was announced in another tranche; REFUSED when the peer is no
   *     auditor of the block, the tranche has not begun, or the block is too old; UNAVAILABLE when
   *     this node does not know the block, or the state beneath it
   * @throws InterruptedException when the caller is interrupted meanwhile
   */
  boolean offer(AuditAnnouncement announcement, PeerId auditor)
      throws StreamException, InterruptedException;

  /**
   * Publishes an announcement of this node's auditor: as {@link #offer}, and the listeners are told
   * to send it.
   */
  boolean publish(AuditAnnouncement announcement) throws StreamException, InterruptedException;

  /**
   * What has been announced in a tranche of a block, by auditors' indices: A_n of the Gray Paper's
   * section "Selection of Reports", and what proves no-shows to others.
   */
  Map<Integer, List<AuditStatement>> announced(Hash block, int tranche);

  /** What this node's auditor has published about recent blocks. */
  List<Own> own();

  /** Tells a listener of what will be held. */
  void addListener(AuditListener listener);

  /** Tells it no more. */
  void removeListener(AuditListener listener);

  /** How many statements are held. */
  int size();

  /**
   * An announcement of this node's auditor.
   *
   * @param announcement as it is sent
   * @param auditors the auditors of the block, by index: who is to have it
   */
  record Own(AuditAnnouncement announcement, List<Ed25519Public> auditors) {
    /** Takes a copy of the list. */
    public Own {
      auditors = List.copyOf(auditors);
    }
  }
}
