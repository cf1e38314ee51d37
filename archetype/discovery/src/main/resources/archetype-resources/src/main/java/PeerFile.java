package ${package};

import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a file says.
 *
 * @param addresses in the order of the file
 * @param mistakes the lines that are none, each with what is wrong
 */
record PeerFile(Set<PeerAddress> addresses, List<String> mistakes) {
  /** Most bytes that are read: whoever writes the file might be wrong, or not mean well. */
  static final int MAX_BYTES = 64 * 1024;

  /** Most addresses. */
  static final int MAX_ADDRESSES = 256;

  /** Reads all of it. */
  static PeerFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      return parse(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  static PeerFile parse(String text) {
    Set<PeerAddress> addresses = new LinkedHashSet<>();
    List<String> mistakes = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String address = line.replaceFirst("#.*", "").strip();
      if (address.isEmpty()) {
        continue;
      }
      if (addresses.size() == MAX_ADDRESSES) {
        mistakes.add("line " + number + ": the rest is left out, there are enough");
        break;
      }
      try {
        addresses.add(PeerAddress.parse(address));
      } catch (IllegalArgumentException e) {
        mistakes.add("line " + number + ": '" + address + "' is left out: " + e.getMessage());
      }
    }
    return new PeerFile(addresses, mistakes);
  }
}
