package io.tessera.transport.quic;

import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicInternals;
import java.nio.charset.StandardCharsets;

/** What a peer's CONNECTION_CLOSE means, in words. */
final class CloseReasons {
  /** A TLS alert is an error code from here on (RFC 9001, section 4.8). */
  private static final int TLS = 0x100;

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

  private static String alert(int alert) {
    return switch (alert) {
      case NO_APPLICATION_PROTOCOL -> "no common protocol (another chain or protocol version)";
      case CERTIFICATE_REQUIRED -> "a certificate is required";
      case BAD_CERTIFICATE, CERTIFICATE_UNKNOWN -> "the certificate is refused";
      // Netty's name for a certificate that its trust manager refuses, among other things.
      case INTERNAL_ERROR -> "TLS alert 80 (certificate refused)";
      default -> "TLS alert " + alert;
    };
  }

  private static String text(byte[] reason) {
    String all = new String(reason, 0, Math.min(reason.length, MAX_TEXT), StandardCharsets.UTF_8);
    return all.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
