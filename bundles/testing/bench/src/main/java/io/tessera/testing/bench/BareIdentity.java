package io.tessera.testing.bench;

import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.BoringSSLContextOption;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away Ed25519 certificate and the TLS contexts with it: what JAMNP-S costs in TLS, no
 * more.
 */
final class BareIdentity extends X509ExtendedKeyManager {
  static final String ALPN = "bare";

  private final PrivateKey key;
  private final X509Certificate certificate;

  BareIdentity() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    X500Name name = new X500Name("CN=bench");
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(86400)),
            name,
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(new JcaContentSignerBuilder("Ed25519").build(pair.getPrivate())));
    // The JDK's encoding of an Ed25519 key is the 48-byte PKCS#8 v1 form that the TLS library
    // needs.
    key = pair.getPrivate();
  }

  QuicSslContext server() {
    return options(QuicSslContextBuilder.forServer(this, null).clientAuth(ClientAuth.REQUIRE));
  }

  QuicSslContext client() {
    return options(QuicSslContextBuilder.forClient().keyManager(this, null));
  }

  private static QuicSslContext options(QuicSslContextBuilder builder) {
    return builder
        .trustManager(new TrustAll())
        .applicationProtocols(ALPN)
        .option(BoringSSLContextOption.SIGNATURE_ALGORITHMS, new String[] {"ed25519"})
        .option(BoringSSLContextOption.GROUPS, new String[] {"x25519"})
        .earlyData(false)
        .build();
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return new String[] {ALPN};
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return ALPN;
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return new String[] {ALPN};
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return ALPN;
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return ALPN;
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return ALPN;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {certificate};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  /** Both ends are this process. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
