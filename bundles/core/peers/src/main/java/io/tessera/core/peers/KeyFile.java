package io.tessera.core.peers;

import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.crypto.ValidatorSecrets;
import io.tessera.net.FileTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the node's secret seed: 64 hexadecimal digits and a line feed, readable by
 * its owner only.
 */
final class KeyFile {
  /** Name of the file in the data directory. */
  static final String NAME = "node.key";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MAX_SIZE = 1024;
  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);

  private KeyFile() {}

  /** A key for a directory that has none. */
  record Fresh(Ed25519KeyPair pair, String whose) {
    /** One that nobody else has. */
    static Fresh random(SecureRandom random) {
      return new Fresh(Ed25519KeyPair.generate(random), "a new one");
    }

    /** That of a validator of a development chain, which everybody knows. */
    static Fresh ofDevValidator(int index) {
      return new Fresh(
          ValidatorSecrets.derive(ValidatorSecrets.trivialSeed(index)).ed25519(),
          "that of development validator " + index + ", which everybody knows");
    }
  }

  /** Whether a data directory has a key. */
  static boolean isThere(Path dataPath) {
    return Files.exists(dataPath.resolve(NAME));
  }

  /**
   * The key of a data directory, which is made with the directory when there is none.
   *
   * @param fresh asked for then
   * @throws IOException when it cannot be read, written or understood; the message names the file
   *     and says why, and never shows the key
   */
  static Ed25519KeyPair load(Path dataPath, Supplier<Fresh> fresh) throws IOException {
    Path file = dataPath.resolve(NAME);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(dataPath);
        create(file, fresh.get());
      }
      protect(file);
      return read(file);
    } catch (FileSystemException unusable) {
      throw new IOException(file + " cannot be used: " + FileTrouble.line(unusable), unusable);
    }
  }

  private static Ed25519KeyPair read(Path file) throws IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw new IOException(file + " is too large for a key of 64 hexadecimal digits");
    }
    String hex = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (!hex.matches("[0-9a-fA-F]{64}")) {
      throw new IOException(
          file
              + " does not hold 64 hexadecimal digits (it has "
              + hex.length()
              + " characters); restore it, or move it away to get a new identity");
    }
    return Ed25519KeyPair.of(HexFormat.of().parseHex(hex));
  }

  /** Whole or not at all: written to a file beside it, forced to the disk, then renamed. */
  static void create(Path file, Fresh key) throws IOException {
    byte[] seed = key.pair().seed();
    byte[] text = (HexFormat.of().formatHex(seed) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path fresh = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    FileAttribute<?>[] attributes =
        isPosix(file.getParent())
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Files.createFile(fresh, attributes);
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    LOG.info("The node's key in {} is {}", file, key.whose());
  }

  private static void protect(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(permissions)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      LOG.warn(
          "{} was open to others ({}); it is rw------- now. If somebody may have read it, move it"
              + " away to get a new identity",
          file,
          PosixFilePermissions.toString(permissions));
    }
  }

  private static boolean isPosix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
