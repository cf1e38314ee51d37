package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.Unchecked;
import io.tessera.chain.VerificationStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole traces go through the pipeline with every check. */
class VerifiedImportTest {

  @ParameterizedTest
  @ValueSource(strings = {"fallback", "safrole"})
  void everyBlockIsExecutedAndTheStateIsTheTraces(String trace) {
    try (VerifiedChain chain = new VerifiedChain(trace)) {
      ImportResult result = chain.add(chain.blocks(1, 100));
      assertEquals(new ImportResult(100, 0, Optional.empty()), result);
      assertEquals(chain.step(100).post().stateRoot(), chain.root());
      VerificationStatus status = chain.chain.verification();
      assertEquals(100, status.executed());
      assertEquals(0, status.consensusOnly());
      assertEquals(Map.of(), status.unchecked());
      assertEquals("assumed", status.audits());
    }
  }

  @Test
  void aRestartGoesOnFromTheStateOnDisk() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      for (int at = 0; at < 100; at += 10) {
        assertEquals(10, chain.add(chain.blocks(at + 1, at + 10)).imported());
        assertEquals(chain.step(at + 10).post().stateRoot(), chain.root());
        chain.restart();
        assertEquals(chain.step(at + 10).post().stateRoot(), chain.root());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preimages_light", "storage_light"})
  void whatCannotBeCheckedIsCounted(String trace) {
    try (VerifiedChain chain = new VerifiedChain(trace)) {
      assertEquals(50, chain.add(chain.blocks(1, 50)).imported());
      chain.restart();
      assertEquals(
          StateKnowledge.CONSENSUS,
          chain.chain.state(chain.chain.best().hash()).orElseThrow().knowledge());
      assertEquals(50, chain.add(chain.blocks(51, 100)).imported());
      VerificationStatus status = chain.chain.verification();
      assertEquals(50, status.consensusOnly());
      assertEquals(50, status.unchecked().get(Unchecked.PRIOR_STATE_ROOT));
      assertTrue(status.unchecked().get(Unchecked.CODE_HASHES_AND_GAS) > 0);
    }
  }

  @Test
  void theBlocksBeforeAWrongOneStay() {
    try (VerifiedChain chain = new VerifiedChain("fallback")) {
      List<EncodedBlock> blocks = new ArrayList<>(chain.blocks(1, 20));
      blocks.set(9, Lies.brokenSeal(blocks.get(9)));
      ImportResult result = chain.add(blocks);
      assertEquals(9, result.imported());
      assertEquals(blocks.get(9).ref(), result.rejection().orElseThrow().block());
      assertEquals(blocks.get(8).ref(), chain.chain.best());
      assertEquals(11, chain.add(chain.blocks(10, 20)).imported());
      assertEquals(List.of(chain.chain.best()), chain.chain.leaves());
    }
  }
}
