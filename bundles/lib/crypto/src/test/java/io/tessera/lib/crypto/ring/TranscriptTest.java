package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;

/** What goes into the hash, byte by byte, from the description of the crate. */
class TranscriptTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void everyPartIsFollowedByItsLength() {
    Transcript transcript = new Transcript("proto");
    transcript.append("msg", new byte[] {1, 2}, new byte[] {3});
    write("proto", 0, 0, 0, 5);
    write("msg", 0, 0, 0, 3);
    write("", 1, 2, 3, 0, 0, 0, 3);
    write("zeta", 0, 0, 0, 4);
    write("challenge");
    assertArrayEquals(shake(32), transcript.challenge("zeta", 32));

    write("", 0, 0, 0, 9); // the length comes after the challenge was read
    write("next", 0, 0, 0, 4);
    write("challenge");
    assertEquals(FieldElement.of(new BigInteger(1, shake(48))), transcript.challenge("next"));
  }

  @Test
  void aForkGoesItsOwnWay() {
    Transcript transcript = new Transcript("a");
    Transcript fork = transcript.fork();
    fork.append("x", new byte[300]);
    assertArrayEquals(new Transcript("a").challenge("c", 16), transcript.challenge("c", 16));
  }

  private void write(String text, int... more) {
    written.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    for (int b : more) {
      written.write(b);
    }
  }

  private byte[] shake(int size) {
    SHAKEDigest shake = new SHAKEDigest(128);
    shake.update(written.toByteArray(), 0, written.size());
    byte[] out = new byte[size];
    shake.doFinal(out, 0, size);
    return out;
  }
}
