package io.tessera.transport.quic;

import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicInternals;
import java.nio.charset.StandardCharsets;

/** What a peer's CONNECTION_CLOSE means, in words. */
final class CloseReasons {
  /** A TLS alert is an error code from here on (RFC 9001, section 4.8). */
  private static final int TLS = 0x100;

  /** What both sides' errors call a peer without our ALPN identifier. */
  static final String OTHER_CHAIN = "no common protocol (another chain or protocol version)";

  private static final int HANDSHAKE_FAILURE = 40;
  private static final int BAD_CERTIFICATE = 42;
  private static final int CERTIFICATE_UNKNOWN = 46;
  private static final int INTERNAL_ERROR = 80;
  private static final int CERTIFICATE_REQUIRED = 116;
  private static final int NO_APPLICATION_PROTOCOL = 120;
  private static final int MAX_TEXT = 100;

  private CloseReasons() {}

  /** One line; what the peer wrote is cut and cleaned. */
  static String of(QuicConnectionCloseEvent close) {
    String text = text(QuicInternals.reason(close));
    String said = text.isEmpty() ? "" : " '" + text + "'";
    if (close.isTlsError()) {
      return alert(close.error() - TLS) + said;
    }
    if (close.isApplicationClose() && close.error() == 0 && !text.isEmpty()) {
      return text;
    }
    return (close.isApplicationClose() ? "code " : "transport error ") + close.error() + said;
  }

  /** Whether the peer has no protocol in common with us. */
  static boolean isOtherChain(QuicConnectionCloseEvent close) {
    return close.isTlsError() && close.error() - TLS == NO_APPLICATION_PROTOCOL;
  }

  /**
   * Whether the peer gives up for what it lacks itself. A peer's TLS finds out that its certificate
   * is not of a kind that was asked for before it has shown it, so that the alert comes from there.
   */
  static boolean isPeersLack(QuicConnectionCloseEvent close) {
    return close.isTlsError() && close.error() - TLS == HANDSHAKE_FAILURE;
  }

  private static String alert(int alert) {
    return switch (alert) {
      case NO_APPLICATION_PROTOCOL -> OTHER_CHAIN;
      case HANDSHAKE_FAILURE ->
          "the peer has no Ed25519 certificate"
              + " (TLS alert 40: no signature algorithm or key exchange in common)";
      case CERTIFICATE_REQUIRED -> "a certificate is required";
      case BAD_CERTIFICATE, CERTIFICATE_UNKNOWN -> "the certificate is refused";
      // Netty's name for a certificate that its trust manager refuses, and for having none itself.
      case INTERNAL_ERROR -> "TLS alert 80 (a certificate is refused, or the peer has none)";
      default -> "TLS alert " + alert;
    };
  }

  private static String text(byte[] reason) {
    String all = new String(reason, 0, Math.min(reason.length, MAX_TEXT), StandardCharsets.UTF_8);
    return all.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
