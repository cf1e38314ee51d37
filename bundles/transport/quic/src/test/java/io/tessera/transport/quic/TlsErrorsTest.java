package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What peers of Netty cannot be made to show; the others are in {@link RefusalTest}. */
class TlsErrorsTest {

  /** A dialer does not dial there again. */
  @Test
  void anotherChainIsAnotherPeer() {
    IOException reason = TlsErrors.of("no connection", error("NO_APPLICATION_PROTOCOL"));
    assertEquals("no common protocol (another chain or protocol version)", reason.getMessage());
    assertEquals(WrongPeerException.class, reason.getClass());
  }

  @Test
  void whatIsNotKnownIsToldAsItIs() {
    SSLHandshakeException error = error("DECODE_ERROR");
    IOException reason = TlsErrors.of("handshake failed", error);
    assertEquals("handshake failed: " + error.getMessage(), reason.getMessage());
    assertSame(error, reason.getCause());
    assertEquals(
        "no connection: null", TlsErrors.of("no connection", new IOException()).getMessage());
  }

  private static SSLHandshakeException error(String name) {
    return new SSLHandshakeException("error:10000000:SSL routines:OPENSSL_internal:" + name);
  }
}
