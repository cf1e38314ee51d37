package io.tessera.transport.quic;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.incubator.codec.quic.BoringSSLContextOption;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import java.util.List;

/** What the TLS of a {@link RawPeer} can do: sign and take signatures, and exchange keys. */
record Skills(List<String> signatures, String group) {
  private static final List<String> OTHERS =
      List.of("rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256");

  static final Skills ALL = new Skills(List.of("ed25519", OTHERS.get(0), OTHERS.get(1)), "x25519");
  static final Skills NO_ED25519 = new Skills(OTHERS, "x25519");
  static final Skills NO_X25519 = new Skills(ALL.signatures, "P-256");

  /** Teaches them; it trusts everybody. */
  QuicSslContextBuilder to(QuicSslContextBuilder tls) {
    return tls.trustManager(InsecureTrustManagerFactory.INSTANCE)
        .option(BoringSSLContextOption.SIGNATURE_ALGORITHMS, signatures.toArray(String[]::new))
        .option(BoringSSLContextOption.GROUPS, new String[] {group});
  }
}
