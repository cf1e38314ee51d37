package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.TraceStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All headers of recorded chains, followed from genesis by headers alone. */
class TraceHeadersTest {
  private final HeaderRules rules = new HeaderRules(Trace.TINY);

  /** What headers tell is what the state says, after every block. */
  @ParameterizedTest
  @CsvSource({
    "fallback, 8, 0, 0",
    "safrole, 8, 3, 36",
    "preimages_light, 8, 0, 0",
    "storage_light, 8, 0, 0"
  })
  void everyHeaderFollows(String name, int epochMarks, int winnersMarks, int ticketed) {
    Trace trace = new Trace(name);
    Consensus consensus = trace.genesis();
    int epochs = 0;
    int winners = 0;
    int withTicket = 0;
    for (int number = 1; number <= Trace.LENGTH; number++) {
      TraceStep step = trace.step(number);
      Header header = step.block().header();
      HeaderVerdict verdict = rules.check(consensus, header);
      consensus = assertFollows(verdict, "header " + number);
      assertEquals(Trace.state(step.post()), consensus, "after header " + number);
      epochs += header.epochMark().isPresent() ? 1 : 0;
      winners += header.ticketsMark().isPresent() ? 1 : 0;
      withTicket += consensus.isTicketed() ? 1 : 0;
    }
    assertEquals(epochMarks, epochs, "epoch markers");
    assertEquals(winnersMarks, winners, "winning-tickets markers");
    assertEquals(ticketed, withTicket, "blocks sealed with a ticket");
  }

  private static Consensus assertFollows(HeaderVerdict verdict, String name) {
    return assertInstanceOf(Follows.class, verdict, () -> name + ": " + verdict).consensus();
  }
}
