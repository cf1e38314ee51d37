package io.tessera.operator.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;
import org.apache.sshd.server.session.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may log in: holders of the keys in the configuration and in a file of OpenSSH's format. The
 * file is read again when it has changed, and counts for nothing while somebody else could have
 * written it. User names are not looked at. Safe from any thread.
 */
final class AuthorizedKeys implements PublickeyAuthenticator {
  /** The key that a session proves, or tries to. */
  static final AttributeKey<PublicKey> KEY = new AttributeKey<>();

  private static final int LARGEST_FILE = 256 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(AuthorizedKeys.class);

  private final List<PublicKey> configured;
  private final Path file;
  private final Path trusted;
  private Seen seen = new Seen("", List.of());

  /** The keys of a file, and what it looked like. */
  private record Seen(String stamp, List<PublicKey> keys) {}

  /**
   * Keys of the configuration, and a file that need not be there.
   *
   * @param trusted a file that is certainly this user's
   */
  AuthorizedKeys(List<String> configured, Path file, Path trusted) {
    this.configured = KeyLines.parse("the configuration", configured);
    this.file = file;
    this.trusted = trusted;
  }

  /** All that count now. */
  synchronized List<PublicKey> now() {
    List<PublicKey> all = new ArrayList<>(configured);
    all.addAll(ofFile());
    return all;
  }

  private List<PublicKey> ofFile() {
    String stamp = "";
    try {
      if (Files.notExists(file)) {
        return List.of();
      }
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      stamp = stamp(found);
      SshFiles.mustBeOurs(file, trusted);
      if (!stamp.equals(seen.stamp())) {
        seen = new Seen(stamp, read(found.size()));
      }
      return seen.keys();
    } catch (IOException e) {
      complain(stamp, e);
      return List.of();
    }
  }

  /** Once for each state of the file, not for each attempt. */
  private void complain(String stamp, IOException e) {
    String complaint = stamp + e.getMessage();
    if (!complaint.equals(seen.stamp())) {
      LOG.warn("SSH: no key of the file counts: {}", e.getMessage());
      seen = new Seen(complaint, List.of());
    }
  }

  private static String stamp(BasicFileAttributes found) {
    return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
  }

  private List<PublicKey> read(long size) throws IOException {
    if (size > LARGEST_FILE) {
      throw new IOException(
          file + " has " + size + " bytes; the most is " + LARGEST_FILE + ", remove some keys");
    }
    return KeyLines.parse(
        file.toString(), Files.readString(file, StandardCharsets.UTF_8).lines().toList());
  }

  /** Also called when a client only asks whether a key would do; the library checks the proof. */
  @Override
  public boolean authenticate(String user, PublicKey key, ServerSession session) {
    boolean known = now().stream().anyMatch(each -> KeyUtils.compareKeys(each, key));
    if (known) {
      session.setAttribute(KEY, key);
    } else {
      LOG.debug(
          "SSH: {} ({}) offers a key that may not log in: {}",
          Guests.address(session),
          Guests.clean(user),
          KeyUtils.getFingerPrint(key));
    }
    return known;
  }

  /** The key that a session has logged in with, as clients show it. */
  static String fingerprint(ServerSession session) {
    return KeyUtils.getFingerPrint(Objects.requireNonNull(session.getAttribute(KEY)));
  }
}
