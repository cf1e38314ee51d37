package io.tessera.transport.quic;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** This node's certificate: self-signed, Ed25519, with the key's alternative name as only name. */
final class NodeCertificate {
  private static final AlgorithmIdentifier ED25519 =
      new AlgorithmIdentifier(PeerCertificate.ED25519);

  private NodeCertificate() {}

  /** The certificate of a key. It holds for all time: JAMNP-S gives its dates no meaning. */
  static X509Certificate of(Ed25519KeyPair keys) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encode(keys)));
    } catch (CertificateException e) {
      throw new IllegalStateException("this JDK does not read an Ed25519 certificate", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encode(Ed25519KeyPair keys) throws IOException {
    String name = new PeerId(keys.publicKey()).name();
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(BigInteger.ONE));
    body.setSignature(ED25519);
    body.setIssuer(new X500Name("CN=" + name));
    body.setSubject(new X500Name("CN=" + name));
    body.setStartDate(new Time(new ASN1GeneralizedTime("20240101000000Z")));
    body.setEndDate(new Time(new ASN1GeneralizedTime("99991231235959Z")));
    body.setSubjectPublicKeyInfo(new SubjectPublicKeyInfo(ED25519, keys.publicKey().toByteArray()));
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    body.setExtensions(extensions.generate());
    TBSCertificate signed = body.generateTBSCertificate();
    ASN1EncodableVector certificate = new ASN1EncodableVector();
    certificate.add(signed);
    certificate.add(ED25519);
    certificate.add(new DERBitString(keys.sign(signed.getEncoded(ASN1Encoding.DER)).toByteArray()));
    return new DERSequence(certificate).getEncoded(ASN1Encoding.DER);
  }
}
