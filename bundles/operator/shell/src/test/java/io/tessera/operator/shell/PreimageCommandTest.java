package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.crypto.Blake2b;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreimageCommandTest {
  private final PreimageCommand command = new PreimageCommand(Fixtures.diagnosis());
  private final List<Preimage> held = new ArrayList<>();

  PreimageCommandTest() {
    command.pool =
        new PreimagePool() {
          @Override
          public boolean isWanted(Request request) {
            return request.service() == 7;
          }

          @Override
          public boolean offer(Preimage preimage, Optional<PeerId> from) {
            assertEquals(Optional.empty(), from);
            return preimage.requester() == 7 && held.add(preimage);
          }

          @Override
          public Optional<Bytes> find(Hash hash) {
            return Optional.empty();
          }

          @Override
          public List<Request> held() {
            return held.stream()
                .map(it -> new Request(it.requester(), Blake2b.hash(it.blob()), it.blob().size()))
                .toList();
          }

          @Override
          public void addListener(PreimageListener listener) {}

          @Override
          public void removeListener(PreimageListener listener) {}
        };
  }

  private String failure(String... words) {
    return assertThrows(CommandException.class, () -> command.preimage(SESSION, words))
        .getMessage();
  }

  @Test
  void aFileIsOfferedAndListed(@TempDir Path folder) throws Exception {
    assertEquals("no preimage is held", command.preimage(SESSION));
    Path file = Files.write(folder.resolve("code.bin"), new byte[] {1, 2, 3});
    assertEquals(
        "held, and announced to the validators that are connected",
        command.preimage(SESSION, "offer", "7", file.toString()));
    String hash = Blake2b.hash(new byte[] {1, 2, 3}).toHex();
    String listed = command.preimage(SESSION);
    assertTrue(listed.contains("      7  " + hash + "   3 B"), listed);
    assertEquals(
        "{\"held\":[{\"service\":7,\"hash\":\"" + hash + "\",\"length\":3}]}",
        command.preimage(SESSION, "--json"));
  }

  @Test
  void aNameIsMeantInTheSessionsFolder(@TempDir Path folder) throws Exception {
    Files.write(folder.resolve("code.bin"), new byte[] {1, 2, 3});
    command.preimage(Fixtures.session(null, folder), "offer", "7", "code.bin");
    assertEquals(1, held.size());
    String where = "'" + Path.of("code.bin").toAbsolutePath() + "' cannot be read";
    assertTrue(failure("offer", "7", "code.bin").contains(where), "elsewhere, it says where");
  }

  @Test
  void whatIsNotTakenIsSaid(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("code.bin"), new byte[] {1, 2, 3});
    assertTrue(failure("offer", "8", file.toString()).contains("service 8 does not ask for"));
    assertTrue(failure("offer", "x", file.toString()).contains("'x' is no service"));
    assertTrue(failure("offer", "4294967296", file.toString()).contains("is no service"));
    assertTrue(failure("offer", "7", folder + "/none").contains("cannot be read"));
    assertTrue(failure("take").contains("'take' is no order"));
  }
}
