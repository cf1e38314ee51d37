package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from a file, and what is not believed. */
class PeerFileTest {
  private static final String PEER = "e" + "a".repeat(52);

  @Test
  void readsAllForms() {
    PeerFile file =
        PeerFile.parse(
            "# my peers\n\n  192.0.2.9:30333 # the old one\n"
                + PEER
                + "@192.0.2.8:30333\n/ip4/192.0.2.7/udp/30333/quic-v1/p2p/"
                + PEER);
    assertEquals(
        Set.of(
            PeerAddress.parse("192.0.2.9:30333"),
            PeerAddress.parse(PEER + "@192.0.2.8:30333"),
            PeerAddress.parse(PEER + "@192.0.2.7:30333")),
        file.addresses());
    assertEquals(List.of(), file.mistakes());
  }

  @Test
  void aMistakeIsNamedAndTheRestCounts() {
    PeerFile file = PeerFile.parse("192.0.2.9:30333\n192.0.2.9:99999\n192.0.2.8:30333");
    assertEquals(2, file.addresses().size());
    assertEquals(1, file.mistakes().size());
    assertTrue(
        file.mistakes().get(0).startsWith("line 2: '192.0.2.9:99999' is left out: "),
        file.mistakes().get(0));
  }

  @Test
  void thereIsABound(@TempDir Path folder) throws IOException {
    StringBuilder many = new StringBuilder();
    for (int port = 1; port <= PeerFile.MAX_ADDRESSES + 2; port++) {
      many.append("192.0.2.9:").append(port).append('\n');
    }
    PeerFile parsed = PeerFile.parse(many.toString());
    assertEquals(PeerFile.MAX_ADDRESSES, parsed.addresses().size());
    assertEquals(List.of("line 257: the rest is left out, there are enough"), parsed.mistakes());

    Path file = folder.resolve("peers.txt");
    Files.writeString(file, "#".repeat(PeerFile.MAX_BYTES));
    assertEquals(Set.of(), PeerFile.read(file).addresses());
    Files.writeString(file, "#".repeat(PeerFile.MAX_BYTES + 1));
    assertThrows(IOException.class, () -> PeerFile.read(file));
  }
}
