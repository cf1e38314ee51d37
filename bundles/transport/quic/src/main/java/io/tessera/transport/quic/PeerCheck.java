package io.tessera.transport.quic;

import io.netty.util.AttributeKey;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerName;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Optional;

/**
 * What one handshake expects of the peer and has found. TLS calls {@link #check} when the peer's
 * certificate has come in; it knows the connection by this object only.
 */
final class PeerCheck {
  /** Where a connection's channel keeps its check. */
  static final AttributeKey<PeerCheck> KEY =
      AttributeKey.valueOf("io.tessera.transport.quic.PeerCheck");

  private final Optional<PeerName> expected;
  private final String protocol;
  private volatile PeerId found;
  private volatile IOException refusal;

  /**
   * A check.
   *
   * @param expected the peer that was dialed, when it is known
   * @param protocol the ALPN identifier that this side asks for; for an accepted connection the one
   *     that the other may leave out {@code /builder} of
   */
  PeerCheck(Optional<PeerName> expected, String protocol) {
    this.expected = expected;
    this.protocol = protocol;
  }

  /** The ALPN identifier to offer. */
  String protocol() {
    return protocol;
  }

  /** Takes the peer's certificate in; throws, and keeps the reason, when it is refused. */
  void check(byte[] certificate) throws CertificateException {
    PeerId peer;
    try {
      peer = PeerCertificate.check(certificate);
    } catch (CertificateException e) {
      refusal = new WrongPeerException("the peer's certificate is refused: " + e.getMessage(), e);
      throw e;
    }
    if (expected.isPresent() && !expected.get().admits(peer)) {
      WrongPeerException wrong = new WrongPeerException(expected.get(), peer);
      refusal = wrong;
      throw new CertificateException(wrong.getMessage());
    }
    found = peer;
  }

  /** Who the peer is; empty before its certificate has passed. */
  Optional<PeerId> found() {
    return Optional.ofNullable(found);
  }

  /** Why the certificate was refused, when it was. */
  Optional<IOException> refusal() {
    return Optional.ofNullable(refusal);
  }
}
