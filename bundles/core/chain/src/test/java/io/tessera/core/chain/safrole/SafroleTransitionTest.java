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
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public vectors of Safrole's transition, which skip epochs and tails of epochs as recorded
 * chains do not: markers and what follows from them. Their tickets are not looked at here.
 */
class SafroleTransitionTest {
  private static final int FILES = 21;
  private static final int RING_ROOT = 144;
  private static final Codec<List<TicketBody>> WINNERS =
      Codec.array("tickets_mark", TicketBody.CODEC, Trace.TINY.epochLength());

  private static final Codec<List<ValidatorData>> VALIDATORS = ValidatorData.setCodec(Trace.TINY);

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
    Consensus before = state(in);
    boolean error = in.u8() == 1;
    if (error) {
      if (in.u8() == 0) {
        badSlots++;
        assertEquals(
            Optional.of(Rule.SLOT_ABOVE_PARENTS),
            rules.form(before, header).map(Refused::rule),
            file.toString());
      }
      return;
    }
    accepted++;
    Optional<EpochMark> epochMark = in.optional(EpochMark.codec(Trace.TINY));
    Optional<List<TicketBody>> winners = in.optional(WINNERS);
    header =
        new Change(header).epochMark(epochMark.orElse(null)).winners(winners.orElse(null)).header();
    Consensus after = state(in);
    in.expectEnd();
    assertEquals(Optional.empty(), rules.form(before, header), file.toString());
    assertEquals(after, rules.next(before, header, output), file.toString());
  }

  private static Consensus state(JamReader in) {
    long slot = in.u32();
    EntropyPool entropy = EntropyPool.CODEC.decode(in);
    List<ValidatorData> previous = VALIDATORS.decode(in);
    List<ValidatorData> current = VALIDATORS.decode(in);
    List<ValidatorData> next = VALIDATORS.decode(in);
    VALIDATORS.decode(in); // the staging set
    List<TicketBody> accumulator = SafroleState.accumulatorCodec(Trace.TINY).decode(in);
    SealKeys seals = SealKeys.codec(Trace.TINY).decode(in);
    in.skip(RING_ROOT);
    in.list(Ed25519Public.CODEC, Ed25519Public.SIZE); // offenders
    return Trace.consensus(slot, entropy, seals, accumulator, previous, current, next);
  }
}
