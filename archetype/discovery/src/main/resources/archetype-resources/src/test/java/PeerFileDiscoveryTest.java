package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.net.PeerAddress;
import io.tessera.testing.testkit.RecordingPeers;
import io.tessera.testing.testkit.TestWorkers;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the node is told; time passes when the test says so. */
class PeerFileDiscoveryTest {
  private static final PeerAddress FIRST = PeerAddress.parse("192.0.2.1:30333");
  private static final PeerAddress SECOND = PeerAddress.parse("192.0.2.2:30333");

  @TempDir Path data;
  private Path file;
  private final RecordingPeers peers = new RecordingPeers();
  private final TestWorkers workers = new TestWorkers();
  private final PeerFileDiscovery discovery = new PeerFileDiscovery(peers, workers);

  @BeforeEach
  void activate() {
    file = data.resolve("peers.txt");
    discovery.activate(config("peers.txt", 5));
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private PeerFileConfig config(String name, int seconds) {
    return new PeerFileConfig() {
      @Override
      public String file() {
        return name;
      }

      @Override
      public int period__seconds() {
        return seconds;
      }

      @Override
      public String node_data__path() {
        return data.toString();
      }

      @Override
      public Class<? extends Annotation> annotationType() {
        return PeerFileConfig.class;
      }
    };
  }

  @Test
  void followsTheFile() throws Exception {
    workers.tick();
    assertEquals("waits for " + file, discovery.status());

    Files.writeString(file, FIRST + "\n" + SECOND);
    workers.tick();
    assertEquals(List.of(FIRST, SECOND), peers.takeOffered());
    assertEquals("reads " + file + ": 2 addresses", discovery.status());

    Files.writeString(file, SECOND.toString());
    workers.tick();
    assertEquals(List.of(FIRST), peers.takeWithdrawn());

    Files.delete(file);
    workers.tick();
    assertEquals(List.of(SECOND), peers.takeWithdrawn());
    assertEquals(2, discovery.found());
  }

  @Test
  void itsEndTakesBackWhatItOffered() throws Exception {
    Files.writeString(file, FIRST.toString());
    workers.tick();
    discovery.deactivate();
    assertEquals(List.of(FIRST), peers.takeWithdrawn());
    peers.takeOffered();
    workers.tick();
    assertEquals(List.of(), peers.takeOffered());
    assertEquals(List.of(), workers.periods());
  }

  @Test
  void anotherFileIsReadWithoutARestart() throws Exception {
    Files.writeString(file, FIRST + "\n" + SECOND);
    workers.tick();
    Files.writeString(data.resolve("other.txt"), SECOND.toString());
    discovery.modified(config("other.txt", 60));
    workers.tick();
    assertEquals(List.of(FIRST), peers.takeWithdrawn());
    assertEquals(List.of(Duration.ofSeconds(60)), workers.periods());
  }
}
