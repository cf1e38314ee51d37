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
import io.tessera.lib.codec.block.Header;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six validators make three epochs, each a node of its own: what blocks bring has come to their
 * authors over the network, and what one of them finds wrong all get to know.
 */
class EpochsIT {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final int V = TINY.validators();
  private static final int SLOTS = 3 * TINY.epochLength();

  /** Assurances go out so long before a slot. */
  private static final Duration ASSURED = Duration.ofSeconds(2);

  /** When half of the lottery's time is over, all tickets have been handed on. */
  private static final int HALF_TIME = TINY.ticketSubmissionEnd() / 2;

  private static final int OFFERED = 3;
  private static final int JUDGED = 26;

  private final List<Block> blocks = new ArrayList<>();

  @Test
  void whatBlocksBringTravelsAndTicketsSealTheThirdEpoch(@TempDir Path folder) throws Exception {
    Preimage wanted = DevService.SMALL.preimage(0);
    Path file = Files.write(folder.resolve("preimage.bin"), wanted.blob().toByteArray());
    try (ValidatorNodes validators = new ValidatorNodes(folder)) {
      while (validators.slot() < SLOTS - 1) {
        validators.advanceTo(ASSURED);
        validators.awaitAll("assurances", V);
        validators.nextSlot(ASSURED);
        blocks.add(validators.block(validators.slot()));
        if (validators.slot() == OFFERED) {
          String offer = "tessera:preimage offer " + wanted.requester() + " " + file;
          String said = validators.node(5).gogo(offer);
          assertTrue(said.startsWith("held"), said);
          validators.awaitAll("preimages", 1);
        } else if (validators.slot() == JUDGED) {
          judge(validators);
          validators.awaitOthers("judgments", 1);
        } else if (TINY.phaseOf(validators.slot()) == HALF_TIME) {
          validators.awaitAll("tickets", V * TINY.ticketsPerValidator());
        }
      }
      print(validators.streams());
    }
    assertEquals(V * (SLOTS - 1), blocks.stream().mapToInt(it -> assurances(it)).sum());
    assertEquals(
        List.of(wanted),
        blocks.stream().flatMap(it -> it.extrinsic().preimages().stream()).toList());
    assertTicketsAreOfOthers();
    assertSealedByTickets(blocks.subList(2 * TINY.epochLength() - 1, blocks.size()));
  }

  private static int assurances(Block block) {
    return block.extrinsic().assurances().size();
  }

  private Header firstOf(long epoch) {
    return blocks.get((int) epoch * TINY.epochLength() - 1).header();
  }

  /** η'_2 of an epoch, by which tickets are made and cores are assigned. */
  private Hash entropy(long epoch) {
    return firstOf(epoch).epochMark().orElseThrow().ticketsEntropy();
  }

  /** Who made a ticket: of an id that is nobody's there would be nobody. */
  private Map<Hash, Integer> makers(long epoch) {
    Map<Hash, Integer> makers = new HashMap<>();
    for (int validator = 0; validator < V; validator++) {
      for (int attempt = 0; attempt < TINY.ticketsPerValidator(); attempt++) {
        byte[] input = SealInputs.ticket(entropy(epoch), attempt);
        makers.put(DevGenesis.secrets(validator).bandersnatch().output(input), validator);
      }
    }
    return makers;
  }

  /** Only their own makers, and who got them over the network, can put tickets into a block. */
  private void assertTicketsAreOfOthers() {
    Map<Boolean, Integer> byOrigin = new TreeMap<>();
    Map<Hash, Integer> makers = makers(1);
    for (Block block : blocks) {
      if (TINY.epochOf(block.header().slot()) == 1) {
        for (TicketEnvelope ticket : block.extrinsic().tickets()) {
          Integer maker = makers.get(VrfOutput.of(ticket.signature()));
          byOrigin.merge(maker == block.header().authorIndex(), 1, Integer::sum);
        }
      }
    }
    System.out.println(
        "tickets in blocks of the second epoch, the author's own or not: " + byOrigin);
    assertTrue(byOrigin.getOrDefault(false, 0) > 0, byOrigin.toString());
  }

  private void assertSealedByTickets(List<Block> third) {
    List<Hash> winners =
        blocks.stream()
            .map(Block::header)
            .filter(header -> TINY.epochOf(header.slot()) == 1)
            .flatMap(header -> header.ticketsMark().stream())
            .flatMap(List::stream)
            .map(TicketBody::id)
            .toList();
    assertEquals(
        winners, third.stream().map(block -> VrfOutput.of(block.header().seal())).toList());
  }

  /** The first validator tells the second only that a report is invalid, which two guaranteed. */
  private void judge(ValidatorNodes validators) throws Exception {
    Hash report = Blake2b.hash(new byte[] {1, 2, 3});
    long epoch = TINY.epochOf(JUDGED);
    List<Integer> cores = GuarantorAssignments.permute(TINY, entropy(epoch), JUDGED);
    int first = cores.indexOf(0);
    int last = cores.lastIndexOf(0);
    ReportCredential credential =
        new ReportCredential(
            JUDGED,
            List.of(
                new ValidatorSignature(first, sign(first, "jam_guarantee", report)),
                new ValidatorSignature(last, sign(last, "jam_guarantee", report))));
    PublishedJudgment judgment =
        new PublishedJudgment(epoch, 0, false, report, sign(0, "jam_invalid", report));
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

  private static void print(Map<String, Long> streams) {
    System.out.println("streams that a node took part in, a slot, of " + V + " validators:");
    streams.forEach(
        (name, count) ->
            System.out.printf("  %-40s %8.2f%n", name, count / (double) V / (SLOTS - 1)));
  }
}
