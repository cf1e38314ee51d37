package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.TicketPool;
import io.tessera.work.AssurancePool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsCommandTest {
  private final PoolsCommand command = new PoolsCommand(new Watch());

  @Test
  void thoseThatAreThereAreCounted() throws Exception {
    assertEquals("{}", command.pools(SESSION, "--json"));
    command.tickets = Stub.of(TicketPool.class, Map.of("held", none -> List.of()));
    command.assurances = Stub.of(AssurancePool.class, Map.of("size", none -> 6));
    assertEquals("{\"tickets\":0,\"assurances\":6}", command.pools(SESSION, "--json"));
    String table = command.pools(SESSION);
    assertTrue(table.lines().anyMatch(line -> line.matches("assurances +6 *")), table);
  }

  @Test
  void itTakesNothingElse() {
    String said =
        assertThrows(CommandException.class, () -> command.pools(SESSION, "all")).getMessage();
    assertTrue(said.contains("'all'"), said);
  }
}
