package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.TestState;
import io.tessera.work.AssurancePool.Outcome;
import io.tessera.work.SignedAssurance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Only what the next block may bring is held, each validator's once. */
class HeldAssurancesTest {
  private static final WorkReport REPORT =
      TestPackage.of(ProtocolParameters.TINY, 1, 1, 3, 0).report();

  /** On core 1 a report is pending, on core 0 none. */
  private static final BlockState STATE = TestState.tiny().pending(0, REPORT).complete();

  private static final String NONE = "00";
  private static final String CORE_1 = "02";

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final MemoryChain chain = new MemoryChain(builder, 100);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final HeldAssurances pool = new HeldAssurances(chain, workers);

  HeldAssurancesTest() {
    chain.know(chain.best().hash(), STATE);
  }

  @AfterEach
  void close() {
    workers.close();
  }

  /** By the Gray Paper: "jam_available" and the hash of anchor and bits, signed. */
  private static SignedAssurance assurance(int validator, Hash anchor, String bits) {
    Bytes bitfield = Bytes.fromHex(bits);
    String word = Bytes.wrap("jam_available".getBytes(StandardCharsets.US_ASCII)).toHex();
    Bytes message = Bytes.fromHex(word + Blake2b.hash(anchor, bitfield).toHex());
    Ed25519KeyPair key = TestState.key(validator);
    return new SignedAssurance(anchor, bitfield, key.sign(message.toByteArray()));
  }

  private SignedAssurance assurance(int validator, String bits) {
    return assurance(validator, chain.best().hash(), bits);
  }

  private Outcome offer(int validator, String bits) throws InterruptedException {
    return pool.offer(assurance(validator, bits), TestState.peer(validator));
  }

  private List<Assurance> held() {
    return pool.assurances(chain.best(), STATE);
  }

  @Test
  void heldAreThoseOfValidatorsByIndex() throws Exception {
    assertEquals(Outcome.HELD, offer(4, CORE_1));
    assertEquals(Outcome.HELD, offer(1, NONE));
    assertEquals(List.of(assurance(1, NONE).by(1), assurance(4, CORE_1).by(4)), held());
    BlockRef other = new BlockRef(Hash.ZERO, 0);
    assertEquals(List.of(), pool.assurances(other, STATE), "of another parent");
  }

  @Test
  void whoIsNoValidatorAssuresNothing() throws Exception {
    assertEquals(Outcome.NO_ASSURER, pool.offer(assurance(1, NONE), TestNode.id(7)));
    assertEquals(List.of(), held());
  }

  /** It carries no index: it is its sender's, or a lie. */
  @Test
  void itCountsOnlyFromItsSignersOwnConnection() throws Exception {
    assertEquals(Outcome.LIE, pool.offer(assurance(1, CORE_1), TestState.peer(2)));
    assertEquals(List.of(), held());
  }

  @Test
  void theSignatureIsOfAnchorAndBits() throws Exception {
    SignedAssurance right = assurance(1, CORE_1);
    SignedAssurance otherBits =
        new SignedAssurance(right.anchor(), Bytes.fromHex(NONE), right.signature());
    assertEquals(Outcome.LIE, pool.offer(otherBits, TestState.peer(1)));
    SignedAssurance otherAnchor = assurance(1, Hash.ZERO, CORE_1);
    SignedAssurance moved =
        new SignedAssurance(right.anchor(), right.bitfield(), otherAnchor.signature());
    assertEquals(Outcome.LIE, pool.offer(moved, TestState.peer(1)));
    assertEquals(Outcome.HELD, pool.offer(right, TestState.peer(1)));
  }

  @Test
  void anEmptyCoreCannotBeAssured() throws Exception {
    assertEquals(Outcome.LIE, offer(1, "01"));
    assertEquals(Outcome.LIE, offer(1, "03"));
    assertEquals(List.of(), held(), "a block with it would be invalid");
  }

  @Test
  void thereIsOneBitACore() throws Exception {
    assertEquals(Outcome.LIE, offer(1, "04"));
    assertEquals(Outcome.LIE, offer(1, "0200"));
    assertEquals(Outcome.LIE, offer(1, ""));
  }

  @Test
  void whatIsHeldIsKnown() throws Exception {
    assertEquals(Outcome.HELD, offer(1, CORE_1));
    assertEquals(Outcome.KNOWN, offer(1, CORE_1));
    assertEquals(1, held().size());
  }

  /** A slot without a block leaves the anchor as it is, and shards may have come meanwhile. */
  @Test
  void oneThatAssuresMoreTakesThePlace() throws Exception {
    assertEquals(Outcome.HELD, offer(1, NONE));
    assertEquals(Outcome.HELD, offer(1, CORE_1));
    assertEquals(Outcome.LATE, offer(1, NONE), "not the other way round");
    assertEquals(List.of(assurance(1, CORE_1).by(1)), held());
  }

  @Test
  void anAnchorIsAHead() throws Exception {
    Hash unknown = Hash.fromHex("ab".repeat(32));
    assertEquals(Outcome.LATE, pool.offer(assurance(1, unknown, NONE), TestState.peer(1)));
    assertEquals(Outcome.HELD, offer(1, NONE));
    BlockRef old = chain.best();
    EncodedBlock block = builder.child(old, 1);
    chain.importBlocks(List.of(block), Origin.FILE);
    pool.imported(List.of(block), block.ref(), old);
    assertEquals(List.of(), pool.assurances(old, STATE), "built on already");
    SignedAssurance late = assurance(2, old.hash(), NONE);
    assertEquals(Outcome.LATE, pool.offer(late, TestState.peer(2)));
  }

  @Test
  void withoutTheStateNothingIsBelieved() throws Exception {
    EncodedBlock block = builder.child(chain.best(), 1);
    chain.importBlocks(List.of(block), Origin.FILE);
    assertEquals(Outcome.LATE, offer(1, NONE));
    chain.know(
        block.hash(),
        new BlockState(StateKnowledge.HEADERS, STATE.root(), STATE.values(), STATE.ranges()));
    assertEquals(Outcome.LATE, offer(1, NONE));
    chain.know(
        block.hash(),
        new BlockState(StateKnowledge.CONSENSUS, STATE.root(), STATE.values(), STATE.ranges()));
    assertEquals(Outcome.HELD, offer(1, NONE));
  }

  /** Whoever makes many forks keeps nobody from assuring for the best head. */
  @Test
  void headsAreBounded() throws Exception {
    BlockRef genesis = chain.best();
    List<EncodedBlock> forks = new ArrayList<>();
    for (int i = 0; i <= HeldAssurances.MOST_ANCHORS; i++) {
      EncodedBlock fork = builder.child(genesis, 1 + i);
      chain.know(fork.hash(), STATE);
      forks.add(fork);
      chain.importBlocks(List.of(fork), Origin.FILE);
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (EncodedBlock fork : forks.reversed()) {
      PeerId peer = TestState.peer(1);
      outcomes.add(pool.offer(assurance(1, fork.hash(), NONE), peer));
    }
    List<Outcome> expected = new ArrayList<>();
    for (int i = 0; i < HeldAssurances.MOST_ANCHORS; i++) {
      expected.add(Outcome.HELD);
    }
    expected.add(Outcome.HELD); // the first fork, which is the best head
    assertEquals(forks.getFirst().ref(), chain.best());
    assertEquals(expected, outcomes);
    int places = 0;
    for (EncodedBlock fork : forks) {
      places += pool.assurances(fork.ref(), STATE).size();
    }
    assertEquals(HeldAssurances.MOST_ANCHORS, places);
    EncodedBlock evicted =
        forks.stream()
            .filter(fork -> pool.assurances(fork.ref(), STATE).isEmpty())
            .findFirst()
            .orElseThrow();
    SignedAssurance again = assurance(1, evicted.hash(), NONE);
    assertEquals(Outcome.LATE, pool.offer(again, TestState.peer(1)), "no room for a newcomer");
  }

  @Test
  void whatThisNodeSignsIsTold() throws Exception {
    List<SignedAssurance> told = new ArrayList<>();
    pool.addListener(
        (assurance, authors) -> {
          assertEquals(List.of(TestNode.id(7)), List.copyOf(authors));
          told.add(assurance);
        });
    SignedAssurance own = assurance(0, CORE_1);
    assertEquals(Outcome.HELD, pool.publish(own, TestState.peer(0), List.of(TestNode.id(7))));
    assertEquals(List.of(own), told);
    assertEquals(List.of(own.by(0)), held());
    SignedAssurance wrong = assurance(3, "01");
    assertEquals(Outcome.LIE, pool.publish(wrong, TestState.peer(3), List.of(TestNode.id(7))));
    offer(1, NONE);
    assertEquals(List.of(own), told, "nothing else");
  }
}
