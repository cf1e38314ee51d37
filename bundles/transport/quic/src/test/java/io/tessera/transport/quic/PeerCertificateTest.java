package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

class PeerCertificateTest {
  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
  private final PeerId id = new PeerId(keys.publicKey());
  private final GeneralName name = Forgery.dns(id.name());

  @Test
  void ourOwnPasses() throws Exception {
    assertEquals(id, PeerCertificate.check(NodeCertificate.of(keys).getEncoded()));
  }

  @Test
  void oddDatesAndCriticalNamesPass() throws Exception {
    assertEquals(id, PeerCertificate.check(Forgery.ed25519(keys, name).certificate()));
  }

  @Test
  void anotherKeyTypeIsRefused() throws Exception {
    refused(Forgery.rsa().certificate(), "not signed with Ed25519");
    refused(Forgery.ecdsa().certificate(), "not signed with Ed25519");
    refused(Forgery.ed25519SignedWithEcdsa(keys).certificate(), "not signed with Ed25519");
    refused(Forgery.x25519SignedWithEd25519(keys).certificate(), "its key is not an Ed25519 key");
  }

  @Test
  void namesAreExactlyThatOfTheKey() throws Exception {
    PeerId other = new PeerId(Ed25519KeyPair.generate(new SecureRandom()).publicKey());
    refused(
        Forgery.ed25519(keys, Forgery.dns(other.name())).certificate(), "is not that of its key");
    refused(
        Forgery.ed25519(keys, Forgery.dns(id.name().toUpperCase(java.util.Locale.ROOT)))
            .certificate(),
        "is not that");
    refused(Forgery.ed25519(keys, name, name).certificate(), "2 alternative names");
    refused(Forgery.ed25519(keys, name, Forgery.dns("x")).certificate(), "2 alternative names");
    refused(Forgery.ed25519(keys, (GeneralName[]) null).certificate(), "0 alternative names");
    refused(Forgery.ed25519(keys, new GeneralName[0]).certificate(), "0 alternative names");
    refused(
        Forgery.ed25519(keys, new GeneralName(GeneralName.rfc822Name, id.name())).certificate(),
        "not a DNS name");
  }

  @Test
  void aNameIsCleanedForTheLog() throws Exception {
    String reason =
        reason(Forgery.ed25519(keys, Forgery.dns("a\n\u001b[31m" + "b".repeat(500))).certificate());
    assertTrue(reason.length() < 300, reason);
    assertTrue(reason.matches("[\\x20-\\x7e…]*"), reason);
  }

  @Test
  void bytesOfAnyKindAreRefused() throws Exception {
    byte[] good = Forgery.ed25519(keys, name).certificate();
    for (int length = 0; length < good.length; length++) {
      refused(Arrays.copyOf(good, length), "not an X.509 certificate");
    }
    refused(new byte[9 << 10], "bytes");
    byte[] deep = new byte[8 << 10];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80; // a sequence in a sequence in a sequence
    }
    refused(deep, "not an X.509 certificate");
  }

  @Test
  void eachByteMayBeWrong() throws Exception {
    byte[] good = Forgery.ed25519(keys, name).certificate();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x55;
      try {
        PeerCertificate.check(bad);
      } catch (CertificateException e) {
        assertTrue(e.getMessage().length() < 400, e.getMessage());
      }
    }
  }

  @Test
  void theKeyEncodingIsChecked() {
    byte[] encoded = keys.pkcs8();
    assertEquals(48, new NodeKeyManager.Pkcs8Key(encoded).getEncoded().length);
    byte[] other = encoded.clone();
    other[4] = 1; // version 2
    assertThrows(IllegalArgumentException.class, () -> new NodeKeyManager.Pkcs8Key(other));
    assertThrows(IllegalArgumentException.class, () -> new NodeKeyManager.Pkcs8Key(new byte[48]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new NodeKeyManager.Pkcs8Key(Arrays.copyOf(encoded, 83)));
  }

  private static void refused(byte[] certificate, String reason) {
    String given = reason(certificate);
    assertTrue(given.contains(reason), given);
  }

  private static String reason(byte[] certificate) {
    return assertThrows(CertificateException.class, () -> PeerCertificate.check(certificate))
        .getMessage();
  }
}
