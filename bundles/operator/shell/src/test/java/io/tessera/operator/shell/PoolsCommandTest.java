package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.TicketPool;
import io.tessera.work.AssurancePool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsCommandTest {
  private final PoolsCommand command = new PoolsCommand();

  @Test
  void thoseThatAreThereAreCounted() throws Exception {
    assertEquals("{}", command.pools("--json"));
    command.tickets = Stub.of(TicketPool.class, Map.of("held", none -> List.of()));
    command.assurances = Stub.of(AssurancePool.class, Map.of("size", none -> 6));
    assertEquals("{\"tickets\":0,\"assurances\":6}", command.pools("--json"));
    String table = command.pools();
    assertTrue(table.lines().anyMatch(line -> line.matches("assurances +6 *")), table);
  }

  @Test
  void itTakesNothingElse() {
    String said = assertThrows(CommandException.class, () -> command.pools("all")).getMessage();
    assertTrue(said.contains("'all'"), said);
  }
}
