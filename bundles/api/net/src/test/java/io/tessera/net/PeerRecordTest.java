package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerRecordTest {
  private static final Ed25519KeyPair KEY = Ed25519KeyPair.of(new byte[32]);
  private static final Endpoint ENDPOINT = Endpoint.of(new InetSocketAddress("1.2.3.4", 258));
  private static final PeerRecord RECORD =
      PeerRecord.sign(KEY, Hash.ZERO, 7, Instant.ofEpochSecond(1000), List.of(ENDPOINT));

  @Test
  void hasTheBytesThatTheDocumentationSays() {
    String expected =
        KEY.publicKey().toHex()
            + "00".repeat(32)
            + "0700000000000000"
            + "e803000000000000"
            + "01"
            + "00000000000000000000ffff01020304"
            + "0201"
            + RECORD.signature().toHex();
    byte[] encoded = PeerRecord.CODEC.encode(RECORD);
    assertEquals(Bytes.fromHex(expected), Bytes.wrap(encoded));
    assertEquals(RECORD, PeerRecord.CODEC.decode(encoded));
  }

  @Test
  void eachBitBeforeTheSignatureIsSigned() {
    assertTrue(RECORD.isSigned());
    byte[] encoded = PeerRecord.CODEC.encode(RECORD);
    int count = 32 + 32 + 8 + 8;
    for (int i = 0; i < encoded.length; i++) {
      if (i != count) {
        byte[] changed = encoded.clone();
        changed[i] ^= 1;
        assertFalse(PeerRecord.CODEC.decode(changed).isSigned(), "byte " + i);
      }
    }
  }

  @Test
  void hasOneToFourEndpoints() {
    byte[] encoded = PeerRecord.CODEC.encode(RECORD);
    encoded[80] = 0;
    assertThrows(CodecException.class, () -> PeerRecord.CODEC.decode(encoded));
    encoded[80] = 5;
    assertThrows(CodecException.class, () -> PeerRecord.CODEC.decode(encoded));
    PeerRecord most =
        PeerRecord.sign(
            KEY, Hash.ZERO, 1, Instant.EPOCH, List.of(ENDPOINT, ENDPOINT, ENDPOINT, ENDPOINT));
    assertEquals(PeerRecord.MAX_SIZE, PeerRecord.CODEC.encode(most).length);
  }
}
