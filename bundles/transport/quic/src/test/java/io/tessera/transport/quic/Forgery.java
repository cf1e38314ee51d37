package io.tessera.transport.quic;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
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

/** A key with a certificate of any kind, as a peer that breaks the rules would show it. */
record Forgery(PrivateKey key, Bytes encoded) {
  private static final String RSA_SIGNATURE = "1.2.840.113549.1.1.11";
  private static final String ECDSA_SIGNATURE = "1.2.840.10045.4.3.2";
  private static final String X25519 = "1.3.101.110";

  static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  /** An Ed25519 certificate of the key with these alternative names; none at all when null. */
  static Forgery ed25519(Ed25519KeyPair keys, GeneralName... names) throws Exception {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PeerCertificate.ED25519);
    TBSCertificate body =
        body(algorithm, new SubjectPublicKeyInfo(algorithm, keys.publicKey().toByteArray()), names);
    byte[] signature = keys.sign(body.getEncoded(ASN1Encoding.DER)).toByteArray();
    return new Forgery(
        new NodeKeyManager.Pkcs8Key(keys.pkcs8()), assemble(body, algorithm, signature));
  }

  static Forgery rsa() throws Exception {
    return of("RSA", 1024, "SHA256withRSA", RSA_SIGNATURE);
  }

  static Forgery ecdsa() throws Exception {
    return of("EC", 256, "SHA256withECDSA", ECDSA_SIGNATURE);
  }

  /** An Ed25519 key whose certificate somebody signed with ECDSA. */
  static Forgery ed25519SignedWithEcdsa(Ed25519KeyPair keys) throws Exception {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(ECDSA_SIGNATURE));
    SubjectPublicKeyInfo key =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PeerCertificate.ED25519), keys.publicKey().toByteArray());
    TBSCertificate body = body(algorithm, key, dns(new PeerId(keys.publicKey()).name()));
    KeyPair issuer = pair("EC", 256);
    return new Forgery(
        new NodeKeyManager.Pkcs8Key(keys.pkcs8()),
        assemble(body, algorithm, sign(body, issuer, "SHA256withECDSA")));
  }

  /** Signed with Ed25519 and named after its key, which it calls one for key exchange. */
  static Forgery x25519SignedWithEd25519(Ed25519KeyPair keys) throws Exception {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(PeerCertificate.ED25519);
    AlgorithmIdentifier x25519 = new AlgorithmIdentifier(new ASN1ObjectIdentifier(X25519));
    TBSCertificate body =
        body(
            algorithm,
            new SubjectPublicKeyInfo(x25519, keys.publicKey().toByteArray()),
            dns(new PeerId(keys.publicKey()).name()));
    byte[] signature = keys.sign(body.getEncoded(ASN1Encoding.DER)).toByteArray();
    return new Forgery(
        new NodeKeyManager.Pkcs8Key(keys.pkcs8()), assemble(body, algorithm, signature));
  }

  private static Forgery of(String type, int size, String signature, String oid) throws Exception {
    KeyPair pair = pair(type, size);
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
    TBSCertificate body =
        body(
            algorithm,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
            dns(new PeerId(Ed25519KeyPair.generate(new SecureRandom()).publicKey()).name()));
    return new Forgery(pair.getPrivate(), assemble(body, algorithm, sign(body, pair, signature)));
  }

  private static KeyPair pair(String type, int size) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static byte[] sign(TBSCertificate body, KeyPair pair, String algorithm) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(body.getEncoded(ASN1Encoding.DER));
    return signature.sign();
  }

  private static TBSCertificate body(
      AlgorithmIdentifier algorithm, SubjectPublicKeyInfo key, GeneralName... names)
      throws Exception {
    V3TBSCertificateGenerator body = new V3TBSCertificateGenerator();
    body.setSerialNumber(new ASN1Integer(7));
    body.setSignature(algorithm);
    body.setIssuer(new X500Name("CN=somebody"));
    body.setSubject(new X500Name("CN=somebody"));
    body.setStartDate(new Time(new ASN1GeneralizedTime("20010101000000Z")));
    body.setEndDate(new Time(new ASN1GeneralizedTime("20010102000000Z")));
    body.setSubjectPublicKeyInfo(key);
    if (names != null) {
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
      body.setExtensions(extensions.generate());
    }
    return body.generateTBSCertificate();
  }

  private static Bytes assemble(
      TBSCertificate body, AlgorithmIdentifier algorithm, byte[] signature) throws Exception {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(body);
    parts.add(algorithm);
    parts.add(new DERBitString(signature));
    return Bytes.wrap(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
  }

  byte[] certificate() {
    return encoded.toByteArray();
  }

  X509ExtendedKeyManager manager() throws Exception {
    X509Certificate parsed =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate()));
    return new Shown(key, parsed);
  }

  /** Shows the one key and certificate. */
  private static final class Shown extends X509ExtendedKeyManager {
    private final PrivateKey key;
    private final X509Certificate[] chain;

    Shown(PrivateKey key, X509Certificate certificate) {
      this.key = key;
      this.chain = new X509Certificate[] {certificate};
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "it";
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return "it";
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "it";
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return "it";
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"it"};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[] {"it"};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return Arrays.copyOf(chain, chain.length);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
