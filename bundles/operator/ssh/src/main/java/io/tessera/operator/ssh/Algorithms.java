package io.tessera.operator.ssh;

import static org.apache.sshd.common.signature.BuiltinSignatures.ed25519;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp256;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp384;
import static org.apache.sshd.common.signature.BuiltinSignatures.nistp521;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA256;
import static org.apache.sshd.common.signature.BuiltinSignatures.rsaSHA512;
import static org.apache.sshd.common.signature.BuiltinSignatures.sk_ecdsa_sha2_nistp256;
import static org.apache.sshd.common.signature.BuiltinSignatures.sk_ssh_ed25519;

import java.security.Provider;
import java.util.List;
import org.apache.sshd.common.BuiltinFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.bouncycastle.BouncyCastleSecurityProviderRegistrar;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What is offered: key agreements that hold against quantum computers first, elliptic curves,
 * authenticated ciphers first. The library's own list has what is left out here: SHA-1, agreements
 * over finite fields (which cost a server more than a client) and compression.
 */
final class Algorithms {
  private Algorithms() {}

  static {
    SecurityUtils.registerSecurityProvider(new Bouncy());
  }

  /**
   * Bouncy Castle by reference, not by name: nothing is added to the providers of the JVM, and one
   * that is there under the name may have other classes than this bundle sees (a program that
   * embeds a node brings its own).
   */
  private static final class Bouncy extends BouncyCastleSecurityProviderRegistrar {
    private final Provider provider = new BouncyCastleProvider();

    @Override
    public Provider getSecurityProvider() {
      return provider;
    }

    @Override
    public boolean isNamedProviderUsed() {
      return false;
    }
  }

  /** Makes sure that Ed25519 is known; calling it once is enough. */
  static void prepare() {
    if (!SecurityUtils.isEDDSACurveSupported()) {
      throw new IllegalStateException("Ed25519 is not there: is Bouncy Castle?");
    }
  }

  /** Replaces the library's lists. */
  static void restrict(SshServer server) {
    prepare();
    server.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(
            true,
            List.of(
                BuiltinDHFactories.mlkem768x25519,
                BuiltinDHFactories.sntrup761x25519,
                BuiltinDHFactories.sntrup761x25519_openssh,
                BuiltinDHFactories.curve25519,
                BuiltinDHFactories.curve25519_libssh,
                BuiltinDHFactories.ecdhp256,
                BuiltinDHFactories.ecdhp384,
                BuiltinDHFactories.ecdhp521),
            ServerBuilder.DH2KEX));
    server.setSignatureFactories(
        supported(
            List.of(
                ed25519,
                sk_ssh_ed25519,
                nistp256,
                nistp384,
                nistp521,
                sk_ecdsa_sha2_nistp256,
                rsaSHA512,
                rsaSHA256)));
    server.setCipherFactories(
        supported(
            List.of(
                BuiltinCiphers.cc20p1305_openssh,
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256ctr,
                BuiltinCiphers.aes128ctr)));
    server.setMacFactories(
        supported(
            List.of(
                BuiltinMacs.hmacsha256etm,
                BuiltinMacs.hmacsha512etm,
                BuiltinMacs.hmacsha256,
                BuiltinMacs.hmacsha512)));
    server.setCompressionFactories(supported(List.of(BuiltinCompressions.none)));
  }

  /** What this JVM and its Bouncy Castle can do. */
  private static <T, F extends BuiltinFactory<T>> List<NamedFactory<T>> supported(List<F> all) {
    return all.stream().filter(F::isSupported).<NamedFactory<T>>map(each -> each).toList();
  }
}
