package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import java.util.Optional;

/**
 * What an address says of who is there: the peer's key, or a digest of it, of which the key that
 * the peer proves is the first to be known. Three ways to write it: the alternative name of JAMNP-S
 * (53 characters, {@code e…}), and as older configuration files have it the two multihashes of
 * libp2p's encoding of an Ed25519 key, the identity ({@code 12D3KooW…}) and SHA-256 ({@code Qm…}).
 *
 * @see <a href="https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md">libp2p, Peer Ids
 *     and Keys</a>
 */
public sealed interface PeerName {

  /** Whether a peer that has proved its key is the one that is meant. */
  boolean admits(PeerId peer);

  /** The peer, when its key is known. */
  Optional<PeerId> peer();

  /** The first characters: how logs and tables show it. */
  default String shortName() {
    return toString().substring(0, 9);
  }

  /** A peer whose key is known. */
  static PeerName of(PeerId peer) {
    return new Key(peer);
  }

  /**
   * Reads each of the three forms.
   *
   * @throws IllegalArgumentException when it is none of them: the message says what is wrong
   */
  static PeerName parse(String text) {
    if (text.length() == PeerId.NAME_LENGTH && text.charAt(0) == 'e') {
      return new Key(PeerId.parse(text));
    }
    if (!text.startsWith("Qm") && !text.startsWith("1")) {
      throw new IllegalArgumentException(
          "'"
              + Multihash.cut(text)
              + "' is no peer id: one is e… (53 characters), 12D3KooW… or Qm…");
    }
    return Multihash.parse(text);
  }

  /**
   * A peer by its key.
   *
   * @param id the peer
   */
  record Key(PeerId id) implements PeerName {
    @Override
    public boolean admits(PeerId proven) {
      return id.equals(proven);
    }

    @Override
    public Optional<PeerId> peer() {
      return Optional.of(id);
    }

    @Override
    public String toString() {
      return id.name();
    }
  }

  /**
   * A peer by the SHA-256 digest of libp2p's encoding of its key.
   *
   * @param sha256 32 bytes
   */
  record Digest(Bytes sha256) implements PeerName {
    /** Checks the length. */
    public Digest {
      if (sha256.size() != Multihash.DIGEST_SIZE) {
        throw new IllegalArgumentException("a SHA-256 digest has 32 bytes");
      }
    }

    /** The digest that stands for a peer. */
    public static Digest of(PeerId peer) {
      return new Digest(Bytes.wrap(Multihash.sha256(Multihash.encoding(peer))));
    }

    @Override
    public boolean admits(PeerId proven) {
      return of(proven).equals(this);
    }

    @Override
    public Optional<PeerId> peer() {
      return Optional.empty();
    }

    /** {@code Qm…}. */
    @Override
    public String toString() {
      return Multihash.write(sha256);
    }
  }
}
