package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import java.util.Map;
import java.util.Set;

/**
 * Keeps over restarts what the peer manager knows of peers: a service of the store. What an entry
 * says is the manager's business. Methods read and write the disk, so neither on an event loop nor
 * on a virtual thread; they throw an unchecked exception with a line for people when that fails.
 */
public interface PeerStore {
  /** Most bytes of an entry. */
  int MAX_ENTRY = 4096;

  /**
   * What is stored.
   *
   * @param max most entries that are read; beyond it, the others are left where they are
   */
  Map<PeerId, Bytes> load(int max);

  /**
   * Stores and removes entries, all or none of them.
   *
   * @param put entries of at most {@link #MAX_ENTRY} bytes, in the place of earlier ones
   * @param removed whose entries go; those that are not there do not matter
   */
  void update(Map<PeerId, Bytes> put, Set<PeerId> removed);
}
