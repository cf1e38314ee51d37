package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.ChainStatistics.Snapshot;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult.Reason;
import org.junit.jupiter.api.Test;

/** What is counted of imports. */
class ImportCountsTest {

  @Test
  void importsRejectionsAndReorganisations() {
    try (TestChain test = new TestChain()) {
      EncodedBlock one = test.builder.child(test.builder.genesisRef(), 10);
      EncodedBlock two = test.builder.child(one.ref(), 11);
      EncodedBlock other = test.builder.child(one.ref(), 12);
      EncodedBlock longer = test.builder.child(other.ref(), 13);
      test.add(one, two);
      test.add(one); // known: no import
      test.refuse(longer);
      test.add(other, longer);
      Snapshot now = test.chain.snapshot();
      assertEquals(4, now.imported());
      assertEquals(1, now.rejected().get(Reason.PARENT_UNKNOWN));
      assertEquals(0, now.rejected().get(Reason.INVALID));
      assertEquals(2, now.imports().count());
      assertEquals(1, now.reorganisations());
      assertEquals(0, now.waiting());
    }
  }
}
