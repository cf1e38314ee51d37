package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.testing.testkit.SealedChain;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainRunTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ChainRun run = new ChainRun(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void aFileThatCannotBeWrittenIsSaidInWords() {
    String file = folder.resolve("none").resolve("x.json").toString();
    PrintStream before = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals(1, run.apply(new String[] {"new-dev", "--out", file}));
    } finally {
      System.setErr(before);
    }
    assertEquals(
        "tessera: chain: " + file + ": there is no such file or directory\n",
        printed.toString(StandardCharsets.UTF_8));
  }

  /** What it prints is a specification, of the chain that the testkit makes blocks of. */
  @Test
  void printsTheSpecificationOfADevelopmentChain() throws Exception {
    assertEquals(0, run.apply(new String[] {"new-dev"}));
    Path file = Files.write(folder.resolve("printed.json"), printed.toByteArray());
    ChainSpec spec = ChainSpecFiles.read(file);
    SealedChain sealed = SealedChain.tiny(1);
    assertEquals(ProtocolParameters.TINY, spec.parameters());
    assertEquals(sealed.genesisRef().hash(), spec.identity().genesisHash());
    assertEquals(sealed.genesis().state().stateRoot(), spec.identity().genesisStateRoot());
  }

  @Test
  void writesMoreStateToAFile() throws Exception {
    Path file = folder.resolve("big.json");
    String[] words = {
      "new-dev",
      "--out",
      file.toString(),
      "--preimages",
      "3",
      "--state-keys",
      "500",
      "--slot-seconds",
      "2"
    };
    assertEquals(0, run.apply(words));
    assertEquals(0, printed.size());
    ChainSpec spec = ChainSpecFiles.read(file);
    assertEquals(16 + 1 + 3 + 500, spec.state().size());
    assertEquals(2, spec.parameters().slotSeconds());
    assertEquals(1, run.apply(words), "the file is there");
  }
}
