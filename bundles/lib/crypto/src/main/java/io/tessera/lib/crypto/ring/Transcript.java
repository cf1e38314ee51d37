package io.tessera.lib.crypto.ring;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHAKEDigest;

/**
 * What prover and verifier have said so far, and the challenges that follow from it: the crate
 * {@code ark-transcript}, which bandersnatch-vrf-spec section 4.1 names. SHAKE-128 takes in each
 * label and each message followed by its length as four bytes, most significant first. A challenge
 * comes out after its label and the word "challenge", whose length follows then. Not safe for use
 * by several threads.
 */
final class Transcript {
  /** 255 bits of the field and 128 more, so that the remainder is as good as uniform. */
  private static final int CHALLENGE_BYTES = 48;

  private static final byte[] CHALLENGE = "challenge".getBytes(StandardCharsets.US_ASCII);

  private final SHAKEDigest shake;

  /** A transcript that begins with a label. */
  Transcript(String label) {
    shake = new SHAKEDigest(128);
    write(label.getBytes(StandardCharsets.US_ASCII));
  }

  private Transcript(Transcript other) {
    shake = new SHAKEDigest(other.shake);
  }

  /** A copy that goes its own way. */
  Transcript fork() {
    return new Transcript(this);
  }

  /** Takes a labelled message in; its parts count as one. */
  void append(String label, byte[]... parts) {
    write(label.getBytes(StandardCharsets.US_ASCII));
    write(parts);
  }

  /** The next challenge: 48 bytes, most significant first, modulo the field's order. */
  FieldElement challenge(String label) {
    return FieldElement.of(new BigInteger(1, challenge(label, CHALLENGE_BYTES)));
  }

  /** As many challenges of one label. */
  FieldElement[] challenges(String label, int count) {
    FieldElement[] challenges = new FieldElement[count];
    for (int i = 0; i < count; i++) {
      challenges[i] = challenge(label);
    }
    return challenges;
  }

  /** The next challenge, as that many bytes. */
  byte[] challenge(String label, int size) {
    write(label.getBytes(StandardCharsets.US_ASCII));
    shake.update(CHALLENGE, 0, CHALLENGE.length);
    byte[] bytes = new byte[size];
    new SHAKEDigest(shake).doFinal(bytes, 0, size);
    writeLength(CHALLENGE.length);
    return bytes;
  }

  private void write(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      shake.update(part, 0, part.length);
      length += part.length;
    }
    writeLength(length);
  }

  private void writeLength(int length) {
    shake.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array(), 0, Integer.BYTES);
  }
}
