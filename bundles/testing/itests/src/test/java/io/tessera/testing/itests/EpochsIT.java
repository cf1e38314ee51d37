package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.authoring.SealInputs;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.lib.crypto.VrfOutput;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six validators make three epochs, each a node of its own: what blocks bring has come to their
 * authors over the network, and what one of them finds wrong all get to know.
 */
@Order(Lanes.LONG)
class EpochsIT {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int V = TINY.validators();

  /** Assurances go out so long before a slot. */
  private static final Duration ASSURED = Duration.ofSeconds(2);

  /** When half of the lottery's time is over, all tickets have been handed on. */
  private static final int HALF_TIME = TINY.ticketSubmissionEnd() / 2;

  /** In the first epoch, and in the third. */
  private static final int OFFERED = 3;

  private static final int JUDGED = 2;

  /** By slot. */
  private final TreeMap<Long, Block> blocks = new TreeMap<>();

  @TempDir private Path folder;
  private long firstEpoch;

  @Test
  void whatBlocksBringTravelsAndTicketsSealTheThirdEpoch() throws Exception {
    live(false);
    assertEquals(V * blocks.size(), assurances(), "all validators assured each time");
  }

  @Test
  void theSameInRealTime() throws Exception {
    Soak.unless(false, "three epochs in real time");
    live(true);
    assertTrue(assurances() > V * blocks.size() * 3 / 4, assurances() + " assurances");
  }

  private void live(boolean real) throws Exception {
    Preimage wanted = DevService.SMALL.preimage(0);
    Path file = Files.write(folder.resolve("preimage.bin"), wanted.blob().toByteArray());
    try (ValidatorNodes validators = new ValidatorNodes(folder, real)) {
      firstEpoch = TINY.epochOf(validators.slot() + 1);
      long last = (firstEpoch + 3) * TINY.epochLength() - 1;
      while (validators.slot() < last) {
        validators.awaitAssurances(ASSURED);
        validators.nextSlot(ASSURED);
        blocks.put(validators.slot(), validators.block(validators.slot()));
        act(validators, "tessera:preimage offer " + wanted.requester() + " " + file);
      }
      print(validators.streams());
    }
    assertEquals(
        List.of(wanted),
        blocks.values().stream().flatMap(it -> it.extrinsic().preimages().stream()).toList());
    assertTicketsAreOfOthers();
    assertSealedByTickets();
  }

  private void act(ValidatorNodes validators, String offer) throws Exception {
    long epoch = TINY.epochOf(validators.slot()) - firstEpoch;
    int phase = TINY.phaseOf(validators.slot());
    if (epoch == 0 && phase == OFFERED) {
      String said = validators.node(5).gogo(offer);
      assertTrue(said.startsWith("held"), said);
      validators.awaitAll("preimages", 1);
    }
    if (epoch == 2 && phase == JUDGED) {
      judge(validators);
      validators.awaitOthers("judgments", 1);
    }
    if (epoch < 2 && phase == HALF_TIME) {
      // Those that their makers brought early are not handed on once they are final.
      int brought = of((int) epoch).stream().mapToInt(it -> it.extrinsic().tickets().size()).sum();
      validators.awaitAll("tickets", V * TINY.ticketsPerValidator() - brought);
    }
  }

  private int assurances() {
    return blocks.values().stream().mapToInt(it -> it.extrinsic().assurances().size()).sum();
  }

  /** Headers of the first, second or third epoch. */
  private List<Block> of(int epoch) {
    long begin = (firstEpoch + epoch) * TINY.epochLength();
    return List.copyOf(blocks.subMap(begin, begin + TINY.epochLength()).values());
  }

  /** η'_2 of the second or third epoch, by which tickets are made and cores are assigned. */
  private Hash entropy(int epoch) {
    return of(epoch).getFirst().header().epochMark().orElseThrow().ticketsEntropy();
  }

  /** Who made a ticket of the second epoch. */
  private Map<Hash, Integer> makers() {
    Map<Hash, Integer> makers = new HashMap<>();
    for (int validator = 0; validator < V; validator++) {
      for (int attempt = 0; attempt < TINY.ticketsPerValidator(); attempt++) {
        byte[] input = SealInputs.ticket(entropy(1), attempt);
        makers.put(DevGenesis.secrets(validator).bandersnatch().output(input), validator);
      }
    }
    return makers;
  }

  /** Only their own makers, and who got them over the network, can put tickets into a block. */
  private void assertTicketsAreOfOthers() {
    Map<Boolean, Integer> isOwn = new TreeMap<>(Map.of(true, 0, false, 0));
    Map<Hash, Integer> makers = makers();
    for (Block block : of(1)) {
      int author = block.header().authorIndex();
      for (TicketEnvelope ticket : block.extrinsic().tickets()) {
        int maker = makers.get(VrfOutput.of(ticket.signature()));
        isOwn.merge(maker == author, 1, Integer::sum);
      }
    }
    System.out.println("tickets in the second epoch's blocks, their author's or not: " + isOwn);
    assertTrue(isOwn.get(false) > 0, isOwn.toString());
  }

  private void assertSealedByTickets() {
    List<Hash> winners =
        of(1).stream()
            .flatMap(block -> block.header().ticketsMark().stream())
            .flatMap(List::stream)
            .map(TicketBody::id)
            .toList();
    assertEquals(
        winners, of(2).stream().map(block -> VrfOutput.of(block.header().seal())).toList());
  }

  /** The first validator tells the second only that a report is invalid, which two guaranteed. */
  private void judge(ValidatorNodes validators) throws Exception {
    Hash report = Blake2b.hash(new byte[] {1, 2, 3});
    long slot = validators.slot();
    List<Integer> cores = GuarantorAssignments.permute(TINY, entropy(2), slot);
    int first = cores.indexOf(0);
    int last = cores.lastIndexOf(0);
    ReportCredential credential =
        new ReportCredential(
            slot,
            List.of(
                new ValidatorSignature(first, sign(first, "jam_guarantee", report)),
                new ValidatorSignature(last, sign(last, "jam_guarantee", report))));
    PublishedJudgment judgment =
        new PublishedJudgment(TINY.epochOf(slot), 0, false, report, sign(0, "jam_invalid", report));
    validators.send(
        0,
        1,
        145,
        PublishedJudgment.CODEC.encode(judgment),
        ReportCredential.CODEC.encode(credential));
  }

  private static Ed25519Signature sign(int validator, String context, Hash hash) {
    JamWriter message = new JamWriter();
    message.bytes(context.getBytes(StandardCharsets.US_ASCII));
    message.bytes(hash);
    byte[] seed = DevGenesis.secrets(validator).ed25519().seed();
    return Ed25519KeyPair.of(seed).sign(message.toByteArray());
  }

  private void print(Map<String, Long> streams) {
    System.out.println("streams that a node took part in, a slot, of " + V + " validators:");
    streams.forEach(
        (name, count) ->
            System.out.printf("  %-40s %8.2f%n", name, count / (double) V / blocks.size()));
  }
}
