package io.tessera.operator.ssh;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads keys in OpenSSH's format; a line that is not understood is left out, and told. */
final class KeyLines {
  /** Keys of one place, at most: each login compares them all. */
  static final int MOST = 256;

  private static final int SHORTEST_RSA = 2048;
  private static final Logger LOG = LoggerFactory.getLogger(KeyLines.class);

  private KeyLines() {}

  /**
   * The keys of some lines.
   *
   * @param place where the lines are, for people
   */
  static List<PublicKey> parse(String place, List<String> lines) {
    Algorithms.prepare();
    List<PublicKey> keys = new ArrayList<>();
    for (int i = 0; i < lines.size() && keys.size() < MOST; i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          keys.add(key(line));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
          LOG.warn(
              "SSH: key {} of {} is left out: {}; put it as ssh-keygen makes it, without options",
              i + 1,
              place,
              e.getMessage());
        }
      }
    }
    return List.copyOf(keys);
  }

  private static PublicKey key(String line) throws IOException, GeneralSecurityException {
    AuthorizedKeyEntry entry = AuthorizedKeyEntry.parseAuthorizedKeyEntry(line);
    // An option narrows what a key may do: to pass it over would widen that.
    if (!entry.getLoginOptions().isEmpty()) {
      throw new IOException("it has options (" + entry.getLoginOptions().keySet() + ")");
    }
    PublicKey key = entry.resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
    if (key instanceof DSAPublicKey) {
      throw new IOException("DSA is not safe");
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
      throw new IOException(
          "RSA with " + rsa.getModulus().bitLength() + " bits is not safe, 2048 are needed");
    }
    return key;
  }
}
