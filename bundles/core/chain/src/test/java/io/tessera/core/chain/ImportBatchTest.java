package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.Origin;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.ProtocolParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several imports that are committed together. */
class ImportBatchTest {
  private final SealedTestChain test = new SealedTestChain();
  private final PlatformThreads threads = new PlatformThreads();
  private final BlockRules rules = new BlockRules(() -> 1_000, new BadBlocks());
  private final Optional<BlockVerifier> verifier =
      Optional.of(
          new BlockVerifier(
              ProtocolParameters.TINY,
              new ExecutionComponent().forChain(ProtocolParameters.TINY),
              Optional::empty));

  @AfterEach
  void close() {
    threads.close();
    test.close();
  }

  @SafeVarargs
  private List<ImportResult> together(List<EncodedBlock>... imports) {
    ForkTree tree = new Restart(test.store, ProtocolParameters.TINY, verifier).tree();
    ImportBatch batch =
        new ImportBatch(tree, test.store, rules, verifier, threads.pool(), event -> {});
    for (List<EncodedBlock> blocks : imports) {
      batch.add(new ImportJob(blocks, Origin.FILE, BodyChecks.start(blocks, threads.pool())));
    }
    batch.settle();
    return batch.results();
  }

  private static Optional<Reason> reason(ImportResult result) {
    return result.rejection().map(ImportResult.Rejection::reason);
  }

  /** It was cut off together with what it stands on, for a wrong block that is no parent of it. */
  @Test
  void aRightBlockIsNotHeldToBeWrongForWhatAnotherImportHadBeforeIt() {
    EncodedBlock base = test.child(1);
    EncodedBlock wrong = Lies.brokenSeal(test.child(base, 2));
    EncodedBlock behind = test.child(base, 3);
    EncodedBlock above = test.child(behind, 4);
    List<ImportResult> results = together(List.of(base, wrong, behind), List.of(above));
    assertEquals(1, results.get(0).imported());
    assertEquals(wrong.ref(), results.get(0).rejection().orElseThrow().block());
    assertEquals(Optional.of(Reason.PARENT_UNKNOWN), reason(results.get(1)));
    assertEquals(
        List.of(new ImportResult(3, 0, Optional.empty())), together(List.of(base, behind, above)));
  }

  @Test
  void whatStandsOnAWrongBlockIsWrongInEachImport() {
    EncodedBlock base = test.child(1);
    EncodedBlock right = test.child(base, 2);
    EncodedBlock wrong = Lies.brokenSeal(right);
    EncodedBlock onIt = onto(wrong, test.child(right, 3));
    EncodedBlock above = onto(onIt, test.child(test.child(right, 3), 4));
    List<ImportResult> results = together(List.of(base, wrong, onIt), List.of(above));
    assertEquals(wrong.ref(), results.get(0).rejection().orElseThrow().block());
    assertEquals(Optional.of(Reason.INVALID), reason(results.get(1)));
    List<Optional<Reason>> remembered = new ArrayList<>();
    together(List.of(wrong), List.of(above)).forEach(each -> remembered.add(reason(each)));
    assertEquals(List.of(Optional.of(Reason.INVALID), Optional.of(Reason.INVALID)), remembered);
  }

  /** A block under another parent, with the seal that it had. */
  private static EncodedBlock onto(EncodedBlock parent, EncodedBlock block) {
    return Lies.parent(block, parent.hash());
  }
}
