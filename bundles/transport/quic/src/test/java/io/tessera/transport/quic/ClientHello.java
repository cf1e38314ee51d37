package io.tessera.transport.quic;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The extensions of a ClientHello (RFC 8446, section 4.1.2): their bytes in hex by their type. */
final class ClientHello {
  static final int SERVER_NAME = 0;
  static final int SIGNATURE_ALGORITHMS = 13;
  static final int ALPN = 16;
  static final int EARLY_DATA = 42;

  private static final int FIXED_SIZE = 4 + 2 + 32;

  private ClientHello() {}

  static Map<Integer, String> extensions(ByteBuffer hello) {
    hello.position(FIXED_SIZE);
    skip(hello, hello.get()); // session
    skip(hello, hello.getShort()); // cipher suites
    skip(hello, hello.get()); // compression
    if (hello.getShort() != hello.remaining()) {
      throw new AssertionError("the ClientHello is in more than one packet");
    }
    Map<Integer, String> found = new HashMap<>();
    while (hello.hasRemaining()) {
      int type = hello.getShort();
      byte[] data = new byte[hello.getShort()];
      hello.get(data);
      found.put(type, HexFormat.of().formatHex(data));
    }
    return found;
  }

  private static void skip(ByteBuffer from, int size) {
    from.position(from.position() + size);
  }
}
