package io.tessera.transport.quic;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.io.IOException;
import java.security.cert.CertificateException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The rules for a peer's certificate (JAMNP-S, "Encryption and handshake"): Ed25519 as signature
 * algorithm, an Ed25519 key, and one alternative name, which is that of the key. Nothing else is
 * looked at: dates, other extensions and the signature are without meaning there, and what real
 * peers send is odd.
 */
final class PeerCertificate {
  /** id-Ed25519 (RFC 8410, section 3). */
  static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

  /** Far above what a certificate with a 32-byte key needs; bounds the parser's work. */
  private static final int MAX_SIZE = 8 << 10;

  private static final int MAX_SHOWN = 64;

  private PeerCertificate() {}

  /**
   * Who the certificate stands for.
   *
   * @throws CertificateException when it breaks a rule: the message says which
   */
  static PeerId check(byte[] encoded) throws CertificateException {
    if (encoded.length > MAX_SIZE) {
      throw new CertificateException("it has " + encoded.length + " bytes");
    }
    try {
      return check(Certificate.getInstance(ASN1Primitive.fromByteArray(encoded)));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The parser throws many kinds, some of them late, and recurses as deep as the bytes say.
      throw new CertificateException("it is not an X.509 certificate", e);
    }
  }

  private static PeerId check(Certificate certificate) throws CertificateException {
    if (!ED25519.equals(certificate.getSignatureAlgorithm().getAlgorithm())) {
      throw new CertificateException("it is not signed with Ed25519");
    }
    SubjectPublicKeyInfo keyInfo = certificate.getSubjectPublicKeyInfo();
    byte[] key = keyInfo.getPublicKeyData().getBytes();
    if (!ED25519.equals(keyInfo.getAlgorithm().getAlgorithm())
        || key.length != Ed25519Public.SIZE) {
      throw new CertificateException("its key is not an Ed25519 key");
    }
    PeerId peer = new PeerId(Ed25519Public.wrap(key));
    GeneralName[] names = names(certificate);
    if (names.length != 1) {
      throw new CertificateException("it has " + names.length + " alternative names, not one");
    }
    if (names[0].getTagNo() != GeneralName.dNSName) {
      throw new CertificateException("its alternative name is not a DNS name");
    }
    String name = names[0].getName().toString();
    if (!name.equals(peer.name())) {
      throw new CertificateException(
          "its alternative name " + shown(name) + " is not that of its key, " + peer.name());
    }
    return peer;
  }

  private static GeneralName[] names(Certificate certificate) {
    Extensions extensions = certificate.getTBSCertificate().getExtensions();
    Extension extension =
        extensions == null ? null : extensions.getExtension(Extension.subjectAlternativeName);
    return extension == null
        ? new GeneralName[0]
        : GeneralNames.getInstance(extension.getParsedValue()).getNames();
  }

  /** What a peer wrote, fit for a log. */
  private static String shown(String name) {
    String cut = name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name;
    return "'" + cut.replaceAll("[^\\x20-\\x7e…]", "?") + "'";
  }
}
