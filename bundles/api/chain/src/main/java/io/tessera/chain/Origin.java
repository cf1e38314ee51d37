package io.tessera.chain;

import io.tessera.lib.codec.PeerId;
import java.util.Optional;

/**
 * Where a block came from.
 *
 * @param peer the peer that sent it; empty when none did
 * @param what for people: {@code sync}, {@code announcement}, {@code file}
 */
public record Origin(Optional<PeerId> peer, String what) {
  /** Blocks read from a file. */
  public static final Origin FILE = new Origin(Optional.empty(), "file");

  /** Blocks that this node has made. */
  public static final Origin AUTHOR = new Origin(Optional.empty(), "author");

  /** Blocks that a peer sent. */
  public static Origin of(PeerId peer, String what) {
    return new Origin(Optional.of(peer), what);
  }
}
