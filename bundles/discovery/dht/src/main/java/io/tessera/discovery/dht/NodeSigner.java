package io.tessera.discovery.dht;

import io.tessera.lib.crypto.Blake2b;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.ethereum.beacon.discovery.crypto.Signer;

/**
 * The secp256k1 key with which discv5 knows this node, derived from its Ed25519 seed: no second
 * secret to keep, and the same node in the table after a restart or a restored backup. The
 * library's own signer derives the public key anew and recovers it again for each signature, which
 * takes several times as long.
 */
final class NodeSigner implements Signer {
  private static final byte[] CONTEXT = "tessera_dht_key_0".getBytes(StandardCharsets.US_ASCII);
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger HALF_ORDER = CURVE.getN().shiftRight(1);
  private static final int NUMBER_SIZE = 32;

  private final BigInteger secret;
  private final Bytes publicKey;

  private NodeSigner(BigInteger secret) {
    this.secret = secret;
    publicKey = Bytes.wrap(CURVE.getG().multiply(secret).getEncoded(true));
  }

  /** BLAKE2b-256 of a context and the seed; a hash that is no key is hashed once more. */
  static NodeSigner derive(byte[] seed) {
    byte[] hash = Blake2b.hash(CONTEXT, seed).toByteArray();
    while (!isKey(new BigInteger(1, hash))) {
      hash = Blake2b.hash(CONTEXT, hash).toByteArray();
    }
    return new NodeSigner(new BigInteger(1, hash));
  }

  /** Whether a number is between 1 and the order of the group less 1. */
  static boolean isKey(BigInteger number) {
    return number.signum() > 0 && number.compareTo(CURVE.getN()) < 0;
  }

  /** ECDSA with the nonce of RFC 6979 and the smaller s, as r and s of 32 bytes each. */
  @Override
  public Bytes sign(Bytes32 messageHash) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
    BigInteger[] both = signer.generateSignature(messageHash.toArrayUnsafe());
    BigInteger s = both[1].compareTo(HALF_ORDER) > 0 ? CURVE.getN().subtract(both[1]) : both[1];
    return Bytes.concatenate(number(both[0]), number(s));
  }

  private static Bytes number(BigInteger number) {
    return Bytes.wrap(BigIntegers.asUnsignedByteArray(NUMBER_SIZE, number));
  }

  @Override
  public Bytes deriveECDHKeyAgreement(Bytes other) {
    return Bytes.wrap(
        CURVE.getCurve().decodePoint(other.toArrayUnsafe()).multiply(secret).getEncoded(true));
  }

  @Override
  public Bytes deriveCompressedPublicKeyFromPrivate() {
    return publicKey;
  }
}
