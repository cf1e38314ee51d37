package io.tessera.transport.quic;

import io.tessera.lib.crypto.Ed25519KeyPair;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Offers this node's one key and certificate, whatever it is asked for: Netty asks for "RSA" and
 * "EC", never for Ed25519, although that is what it then uses.
 */
final class NodeKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "node";
  private static final String[] ALIASES = {ALIAS};

  private final PrivateKey key;
  private final X509Certificate certificate;

  NodeKeyManager(Ed25519KeyPair keys) {
    key = new Pkcs8Key(keys.pkcs8());
    certificate = NodeCertificate.of(keys);
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return ALIASES.clone();
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return ALIASES.clone();
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {certificate};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  /**
   * A private key in the one encoding that may reach the native library: anything but 48 bytes of
   * PKCS#8 version 1 ends the process there.
   */
  static final class Pkcs8Key implements PrivateKey {
    private static final long serialVersionUID = 1L;
    private static final byte[] PREFIX =
        HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final int SIZE = 48;

    private final transient byte[] encoded;

    Pkcs8Key(byte[] encoded) {
      if (encoded.length != SIZE
          || !Arrays.equals(encoded, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
        throw new IllegalArgumentException("not an Ed25519 key in PKCS#8 version 1");
      }
      this.encoded = encoded.clone();
    }

    @Override
    public String getAlgorithm() {
      return "Ed25519";
    }

    @Override
    public String getFormat() {
      return "PKCS#8";
    }

    @Override
    public byte[] getEncoded() {
      return encoded.clone();
    }
  }
}
