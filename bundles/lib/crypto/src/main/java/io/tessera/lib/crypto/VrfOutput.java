package io.tessera.lib.crypto;

import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.RingVrfSignature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * Y: the output that a Bandersnatch VRF signature claims (Gray Paper, appendix "Bandersnatch VRF";
 * Bandersnatch VRF-AD specification, "VRF Output", with suite {@code Bandersnatch_SHA-512_ELL2}).
 * It is a hash of the output point's encoding, so that it costs next to nothing; whether the point
 * is one, and the output the signer's, is what verifying the signature tells.
 */
public final class VrfOutput {
  private static final byte[] BEFORE = suite((byte) 3);
  private static final byte AFTER = 0;

  private VrfOutput() {}

  /** The output of a seal or an entropy source. */
  public static Hash of(BandersnatchSignature signature) {
    return ofPoint(signature);
  }

  /** The output of a ticket's proof: the ticket's id. */
  public static Hash of(RingVrfSignature proof) {
    return ofPoint(proof);
  }

  /** The point stands in the first 32 bytes. */
  private static Hash ofPoint(Bytes signature) {
    byte[] point = new byte[Hash.SIZE];
    signature.asByteBuffer().get(point);
    SHA512Digest digest = new SHA512Digest();
    digest.update(BEFORE, 0, BEFORE.length);
    digest.update(point, 0, point.length);
    digest.update(AFTER);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return Hash.wrap(Arrays.copyOf(hash, Hash.SIZE));
  }

  private static byte[] suite(byte separator) {
    byte[] name = "Bandersnatch_SHA-512_ELL2".getBytes(StandardCharsets.US_ASCII);
    byte[] suite = Arrays.copyOf(name, name.length + 1);
    suite[name.length] = separator;
    return suite;
  }
}
