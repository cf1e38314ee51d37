package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public vectors of Safrole's transition, which skip epochs and tails of epochs as recorded
 * chains do not: markers and what follows from them. Their tickets are not looked at here.
 */
class SafroleTransitionTest {
  private static final int FILES = 21;
  private static final int RING_ROOT = 144;
  private static final int TICKET = 33;
  private static final Codec<List<TicketBody>> WINNERS =
      Codec.array("tickets_mark", TicketBody.CODEC, Trace.TINY.epochLength());

  private final Header template = new Trace("safrole").header(1);
  private final HeaderRules rules = new HeaderRules(Trace.TINY);
  private int accepted;
  private int badSlots;

  @Test
  void markersAndWhatFollows() throws IOException {
    Path folder =
        Path.of(System.getProperty("tessera.root"))
            .resolveSibling("shared")
            .resolve("vectors/stf/safrole/tiny");
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(file -> file.toString().endsWith(".bin")).sorted().toList();
      assertEquals(FILES, files.size());
      for (Path file : files) {
        check(file);
      }
    }
    assertEquals(15, accepted, "vectors that are valid");
    assertEquals(1, badSlots, "vectors with a slot that is not above the parent's");
  }

  private void check(Path file) throws IOException {
    JamReader in = new JamReader(Files.readAllBytes(file));
    Header header = new Change(template).slot(in.u32()).header();
    Hash output = Hash.CODEC.decode(in);
    Extrinsic.ticketsCodec(Trace.TINY).decode(in);
    SafroleState before = state(in);
    boolean error = in.u8() == 1;
    if (error) {
      if (in.u8() == 0) {
        badSlots++;
        assertEquals(
            Optional.of(Rule.SLOT_ABOVE_PARENTS),
            rules.form(before.consensus(), header).map(Refused::rule),
            file.toString());
      }
      return;
    }
    accepted++;
    Optional<EpochMark> epochMark = in.optional(EpochMark.codec(Trace.TINY));
    Optional<List<TicketBody>> winners = in.optional(WINNERS);
    header =
        new Change(header).epochMark(epochMark.orElse(null)).winners(winners.orElse(null)).header();
    SafroleState after = state(in);
    in.expectEnd();
    assertEquals(Optional.empty(), rules.form(before.consensus(), header), file.toString());
    assertEquals(
        after.consensus(), rules.next(before.consensus(), header, output), file.toString());
    assertEquals(
        Optional.empty(),
        MarkerRules.epochMark(header, before.staging(), before.offenders()),
        file.toString());
    assertEquals(
        Optional.empty(),
        MarkerRules.winnersMark(
            header, before.consensus().slot(), before.accumulator(), Trace.TINY),
        file.toString());
  }

  private static SafroleState state(JamReader in) {
    long slot = in.u32();
    Entropy entropy = SafroleState.entropy(in);
    List<ValidatorKeys> previous = SafroleState.validators(in, Trace.TINY);
    List<ValidatorKeys> current = SafroleState.validators(in, Trace.TINY);
    List<ValidatorKeys> next = SafroleState.validators(in, Trace.TINY);
    List<ValidatorKeys> staging = SafroleState.validators(in, Trace.TINY);
    List<TicketBody> accumulator = in.list(TicketBody.CODEC, TICKET);
    SealKeys seals = SafroleState.seals(in, Trace.TINY);
    in.skip(RING_ROOT);
    Set<Ed25519Public> offenders = Set.copyOf(in.list(Ed25519Public.CODEC, Ed25519Public.SIZE));
    Consensus consensus =
        new Consensus(
            slot,
            entropy,
            seals,
            SafroleState.winners(slot, accumulator, Trace.TINY),
            new ValidatorSet(previous),
            new ValidatorSet(current),
            new ValidatorSet(next));
    return new SafroleState(consensus, accumulator, staging, offenders);
  }
}
