package io.tessera.transport.quic;

import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;

/**
 * What this side's TLS finds wrong with a peer, in words. BoringSSL says it in a line of its own,
 * {@code error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE}, which
 * ends in the error's name.
 */
final class TlsErrors {
  /** For a peer that has left its certificate out. */
  static final String NO_CERTIFICATE = "the peer has shown no certificate";

  private TlsErrors() {}

  /** The failure for an error; one that is not the peer's doing is told as it is. */
  static IOException of(String what, Throwable error) {
    String said = String.valueOf(error.getMessage());
    return switch (said.substring(said.lastIndexOf(':') + 1)) {
      case "PEER_DID_NOT_RETURN_A_CERTIFICATE" -> new IOException(NO_CERTIFICATE, error);
      case "NO_COMMON_SIGNATURE_ALGORITHMS" ->
          new IOException("the peer takes no Ed25519 certificate", error);
      case "NO_SHARED_GROUP" -> new IOException("the peer has no X25519 key exchange", error);
      case "NO_APPLICATION_PROTOCOL" -> new WrongPeerException(CloseReasons.OTHER_CHAIN, error);
      default -> new IOException(what + ": " + said, error);
    };
  }
}
