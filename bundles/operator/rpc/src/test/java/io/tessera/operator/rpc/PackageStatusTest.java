package io.tessera.operator.rpc;

import static io.tessera.operator.rpc.Bed.TINY;
import static io.tessera.operator.rpc.Bed.base64;
import static io.tessera.operator.rpc.Bed.block;
import static io.tessera.operator.rpc.Bed.error;
import static io.tessera.operator.rpc.Bed.hash;
import static io.tessera.operator.rpc.Bed.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Judgment;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.Verdict;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestPackage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A work-package whose anchor is the head of a chain of six blocks, on the blocks that follow. */
class PackageStatusTest {
  private static final WorkReport REPORT = TestPackage.of(TINY, 1, 5, 100, 3).report();
  private static final Hash PACKAGE = REPORT.packageSpec().hash();
  private static final Hash REPORT_HASH = Blake2b.hash(WorkReport.CODEC.encode(REPORT));
  private static final Ed25519Signature UNSIGNED =
      Ed25519Signature.wrap(new byte[Ed25519Signature.SIZE]);

  private final Bed bed = new Bed();
  private final MemoryChain chain = new MemoryChain(bed.builder, Integer.MAX_VALUE);
  private final EncodedBlock anchor = bed.head();
  private EncodedBlock head = anchor;

  PackageStatusTest() {
    chain.importBlocks(bed.blocks, Origin.FILE);
    bed.node.chain = chain;
  }

  @AfterEach
  void close() {
    bed.close();
  }

  private EncodedBlock add(long slot, Extrinsic extrinsic) {
    return add(head.ref(), slot, extrinsic);
  }

  private EncodedBlock add(BlockRef parent, long slot, Extrinsic extrinsic) {
    head = bed.builder.child(parent, slot, extrinsic);
    ImportResult imported = chain.importBlocks(List.of(head), Origin.FILE);
    assertTrue(imported.rejection().isEmpty(), imported.toString());
    return head;
  }

  private String status(EncodedBlock block) throws InterruptedException {
    return bed.ask(
        "workPackageStatus", base64(block.hash()), base64(PACKAGE), base64(anchor.hash()));
  }

  @Test
  void reportableForAsLongAsItsAnchorIsRecent() throws Exception {
    assertEquals(result("{\"Reportable\":{\"remaining_blocks\":8}}"), status(head));
    for (int i = 1; i < TINY.recentHistory(); i++) {
      add(6 + i, Extrinsic.EMPTY);
    }
    assertEquals(result("{\"Reportable\":{\"remaining_blocks\":1}}"), status(head));
    add(14, Extrinsic.EMPTY);
    assertEquals(
        result("{\"Failed\":\"it was not reported within 8 blocks of its anchor\"}"), status(head));
    add(15, reported());
    assertTrue(status(head).contains("Failed"), "what is reported too late is no report of it");
  }

  @Test
  void reportedThenReady() throws Exception {
    add(7, Extrinsic.EMPTY);
    EncodedBlock reporting = add(8, reported());
    String report =
        "\"reported_in\":"
            + block(reporting)
            + ",\"core\":1,\"report_hash\":"
            + base64(REPORT_HASH);
    assertEquals(result("{\"Reported\":{" + report + "}}"), status(head));
    add(9, assured(4, "02")); // as many as do not suffice
    add(10, assured(6, "01")); // for the other core
    assertEquals(result("{\"Reported\":{" + report + "}}"), status(head));
    EncodedBlock ready = add(11, assured(5, "03"));
    String done = result("{\"Ready\":{" + report + ",\"ready_in\":" + block(ready) + "}}");
    assertEquals(done, status(head));
    add(30, Extrinsic.EMPTY);
    assertEquals(done, status(head), "for good");
    assertEquals(result("{\"Reported\":{" + report + "}}"), status(reporting), "at that block");
  }

  @Test
  void notAvailableInTime() throws Exception {
    EncodedBlock reporting = add(7, reported());
    add(11, assured(4, "02"));
    assertTrue(status(head).contains("Reported"), status(head));
    add(12, Extrinsic.EMPTY);
    assertTrue(status(head).contains("it did not become available in time, until block #12"));
    add(reporting.ref(), 12, assured(5, "02"));
    assertTrue(status(head).contains("Ready"), "in the last moment");
  }

  @Test
  void judgedBad() throws Exception {
    EncodedBlock reporting = add(7, reported());
    add(8, judged(REPORT_HASH, 0));
    assertTrue(status(head).contains("Failed\":\"its report was not judged valid"), status(head));
    add(reporting.ref(), 9, judged(REPORT_HASH, 5));
    assertTrue(status(head).contains("Reported"), "judged good");
    add(reporting.ref(), 10, judged(hash(1), 0));
    assertTrue(status(head).contains("Reported"), "another report");
  }

  @Test
  void otherForksAndUnknownBlocks() throws Exception {
    EncodedBlock fork = add(bed.blocks.get(4).ref(), 7, Extrinsic.EMPTY);
    String elsewhere = result("{\"Failed\":\"its anchor is no ancestor of this block\"}");
    assertEquals(elsewhere, status(fork));
    assertEquals(elsewhere, status(bed.blocks.getFirst()), "beneath its anchor");
    String unknown = base64(hash(1));
    for (String answer :
        List.of(
            bed.ask("workPackageStatus", unknown, unknown, base64(anchor.hash())),
            bed.ask("workPackageStatus", base64(anchor.hash()), unknown, unknown))) {
      assertTrue(answer.startsWith(error(1, "Block unavailable")), answer);
      assertTrue(answer.contains("\"data\":" + unknown), answer);
    }
    chain.keepHeadersOnly();
    assertTrue(status(anchor).startsWith(error(0, "this node keeps headers only")));
  }

  @Test
  void anAnchorTooFarBeneath() throws Exception {
    chain.importBlocks(bed.builder.chain(head.ref(), PackageStatus.DEEPEST + 1, 0), Origin.FILE);
    BlockRef best = chain.best();
    String answer =
        bed.ask("workPackageStatus", base64(best.hash()), base64(PACKAGE), base64(anchor.hash()));
    assertTrue(answer.startsWith(error(0, "the anchor is 1025 blocks beneath")), answer);
  }

  private static Extrinsic reported() {
    List<ValidatorSignature> signatures =
        List.of(new ValidatorSignature(3, UNSIGNED), new ValidatorSignature(4, UNSIGNED));
    return new Extrinsic(
        List.of(),
        List.of(),
        List.of(new Guarantee(REPORT, 7, signatures)),
        List.of(),
        Disputes.NONE);
  }

  private static Extrinsic assured(int validators, String bits) {
    return new Extrinsic(
        List.of(),
        List.of(),
        List.of(),
        IntStream.range(0, validators)
            .mapToObj(i -> new Assurance(Hash.ZERO, Bytes.fromHex(bits), i, UNSIGNED))
            .toList(),
        Disputes.NONE);
  }

  private static Extrinsic judged(Hash report, int good) {
    List<Judgment> votes =
        IntStream.range(0, TINY.superMajority())
            .mapToObj(i -> new Judgment(i < good, i, UNSIGNED))
            .toList();
    Disputes disputes = new Disputes(List.of(new Verdict(report, 0, votes)), List.of(), List.of());
    return new Extrinsic(List.of(), List.of(), List.of(), List.of(), disputes);
  }
}
